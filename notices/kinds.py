"""The kinds of notice, one declaration each, in the order of the procedure and of the table.

Titles and wording: the forms in use under the Regulations, with the articles of each law taken
from `statute`. Correction, extension and fee notices carry no remedy paragraph.
"""

from notices.kind import Kind
from notices.kinds_of_consultation import KINDS_OF_CONSULTATION
from notices.kinds_of_declining import DECLINING
from notices.kinds_of_ending import KINDS_OF_ENDING
from notices.kinds_of_procedure import KINDS_OF_PROCEDURE
from notices.kinds_of_reply import REPLIES
from notices.kinds_of_withdrawal import REVOKING, replacing

_ALL = (
    *KINDS_OF_PROCEDURE,
    *KINDS_OF_CONSULTATION,
    *REPLIES,
    *DECLINING,
    *KINDS_OF_ENDING,
    *REVOKING,
)

KINDS: dict[str, Kind] = {kind.code: replacing(kind) for kind in _ALL}
