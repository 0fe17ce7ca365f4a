"""The fixed English words of a translation: titles, decisions, what a body is called.

Every Chinese sentence the laws fix for a decision has its English here, kind by kind and answer by
answer. What is not here has no translation, and none is offered.
"""

from dataclasses import dataclass

from notices import items


@dataclass(frozen=True)
class EnglishWords:
    us: str  # how the issuing body speaks of itself
    info: str  # what is applied for
    scope: str  # what the law means by it


BY_LAW = {
    "cn-university": EnglishWords(
        "this university",
        "information",
        "the information to be disclosed is information that institutions of higher education "
        "produce, make or obtain in running schools and providing services to the public, recorded "
        "and kept in some form",
    ),
    "cn-regulation": EnglishWords(
        "this body",
        "government information",
        "government information is information that administrative organs make or obtain in "
        "performing administrative functions, recorded and kept in some form",
    ),
}

# {Info} is the information as titles write it.
TITLES = {
    "acknowledgement": "Acknowledgement of Receipt",
    "correction": "Notice to Correct an Application for {Info}",
    "extension": "Notice of Extension of the Time to Reply",
    "third_party_consultation": "Request for a Third Party's Opinion",
    "co_making_consultation": "Request for an Opinion on the Disclosure of Information",
    "consultation_note": "Notice of Consultation",
    "third_party_override": "Notice to a Third Party: {Info} to Be Disclosed",
    "assistance": "Request for Assistance with an Application for {Info}",
    "reasons_request": "Request to Give Reasons for an Application for {Info}",
    "later_date": "Notice of a Later Date for the Reply",
    "fee": "Fee Notice",
    "granted": "Reply: {Info} Disclosed",
    "already_public": "Reply: {Info} Already Public",
    "partly_granted": "Reply: {Info} Disclosed in Part",
    "refused": "Reply: {Info} Not Disclosed",
    "administrative_query": "Reply: Access Governed by Other Rules",
    "not_held": "Reply: {Info} Does Not Exist",
    "not_this_body": "Reply: {Info} of Another Body",
    "needs_creation": "Reply: {Info} Would Have to Be Created",
    "still_unclear": "Reply: Application Still Unclear",
    "petition": "Notice: Not an Application for {Info}",
    "repeated": "Notice: Repeated Application",
    "publication": "Notice: Published Work",
    "excessive": "Notice: Excessive Applications Not Processed",
    "reissue": "Notice: Confirmation or Reissue Not Processed",
    "not_information": "Reply: Not a Matter of {Info}",
    "record_correction": "Reply: Correction of Information about Yourself",
    "other_reply": "Reply to an Application for {Info}",
    "not_corrected": "Notice that Processing Has Ended",
    "fee_unpaid": "Notice that Processing Has Ended",
    "withdrawal_confirmed": "Confirmation of Withdrawal",
    "rectification": "Notice of Rectification",
    "service_certificate": "Certificate of Service",
    "reply_withdrawn": "Notice Revoking a Reply",
    "notice_withdrawn": "Notice Revoking a Notice",
    "party_notice_withdrawn": "Notice Revoking a Letter",
    "consultation_withdrawn": "Notice Revoking a Consultation",
    "override_withdrawn": "Notice Revoking a Decision to Release",
}

CLOSINGS = {
    "特此告知。": "You are hereby notified.",
    "特此征询。": "Your opinion is hereby sought.",
    "特此函询。": "We hereby write to ask for your opinion.",
    "请予协助。": "We ask for your assistance.",
}

REASONS_NOT_GIVEN = "not_processed_excessive_without_reasons"  # asked for and never given

# {it} is “the information you asked for”, or “this part of the information”.
_SHARED = {
    items.SUPPLIED: "{it} may be disclosed and is hereby provided.",
    "granted": "{it} may be disclosed and is hereby provided.",
    "unavailable_needs_creation": (
        "{it} does not exist ready-made and would require processing and analysis of existing "
        "information; it is not provided."
    ),
    "unavailable_still_unclear": (
        "after the correction your application is still unclear, and the information cannot be "
        "provided."
    ),
    "not_processed_publication": (
        "what you applied for is a publication openly available; it is not processed as an "
        "application for {info}, and you may obtain it through public channels."
    ),
    "not_processed_excessive": (
        "the number and frequency of your applications for {info} clearly exceed what is "
        "reasonable and the reasons you gave are not reasonable; they are not processed."
    ),
    REASONS_NOT_GIVEN: (
        "the number and frequency of your applications for {info} clearly exceed what is "
        "reasonable and you gave no reasons when asked to; they are not processed."
    ),
    "not_processed_reissue": (
        "you ask for confirmation or reissue of information that you already obtained; this is not "
        "processed as an application for {info}."
    ),
}

FINDINGS: dict[str, dict[str, str]] = {
    "cn-regulation": _SHARED
    | {
        items.ALREADY_PUBLIC: (
            "{it} has already been published; the way to obtain it is given below."
        ),
        items.NOT_EXISTING: (
            "this body has neither made nor obtained the government information you asked for; the "
            "information does not exist."
        ),
        items.NOT_THIS_BODY: "{it} is not for this body to disclose.",
        "trade_secret": (
            "{it} involves trade secrets and disclosing it would harm the lawful rights and "
            "interests of a third party; it is not disclosed."
        ),
        "privacy": (
            "{it} involves personal privacy and disclosing it would harm the lawful rights and "
            "interests of a third party; it is not disclosed."
        ),
        "refused_state_secret": (
            "{it} is classified under the law as a state secret; it is not disclosed."
        ),
        "refused_prohibited_by_law": (
            "{it} is government information whose disclosure laws or administrative regulations "
            "prohibit; it is not disclosed."
        ),
        "refused_security_stability": (
            "disclosing it may endanger national security, public security, economic security or "
            "social stability: {it} is not disclosed."
        ),
        "refused_third_party": (
            "{it} involves trade secrets or personal privacy and disclosing it would harm the "
            "lawful rights and interests of a third party; it is not disclosed."
        ),
        "refused_internal_affairs": (
            "{it} is information on internal affairs, such as personnel management, logistics "
            "management or internal work processes; it is not disclosed."
        ),
        "refused_process": (
            "{it} is process information such as records of discussions, drafts, letters of "
            "consultation and requests for instructions that arose in performing administrative "
            "functions; it is not disclosed."
        ),
        "refused_enforcement_file": (
            "{it} is information from an administrative enforcement file; it is not disclosed."
        ),
        "refused_administrative_query": (
            "laws or administrative regulations have their own provisions on how to obtain {it}; "
            "please proceed under those provisions."
        ),
        "not_processed_petition": (
            "you are using the form of an application for government information for a petition, a "
            "complaint or a report; this body does not process it as an application for government "
            "information, and you may raise the matter through the appropriate channel."
        ),
        "not_processed_repeated": (
            "this body has already replied to the same application by you; the same information "
            "asked for again is not processed again."
        ),
    },
    "cn-university": _SHARED
    | {
        items.SUPPLIED: "{it} is within the scope of disclosure and is hereby provided.",
        "granted": "{it} is within the scope of disclosure and is hereby provided.",
        items.ALREADY_PUBLIC: (
            "{it} has already been published; the way to obtain it is given below."
        ),
        items.NOT_EXISTING: "{it} does not exist.",
        items.NOT_THIS_BODY: "{it} is not within the functions of this university.",
        "trade_secret": "{it} involves trade secrets; it is not disclosed.",
        "privacy": "{it} involves personal privacy; it is not disclosed.",
        "refused_state_secret": "{it} involves state secrets; it is not disclosed.",
        "refused_prohibited_by_law": (
            "{it} is information that laws, regulations or rules provide shall not be disclosed; "
            "it is not disclosed."
        ),
        "refused_security_stability": (
            "disclosing it may endanger national security, public security, economic security, "
            "social stability or the security and stability of the university: {it} is not "
            "disclosed."
        ),
        "refused_third_party": (
            "{it} involves trade secrets or personal privacy; it is not disclosed."
        ),
        "refused_internal_affairs": (
            "{it} is information on internal affairs that the university's rules provide shall not "
            "be disclosed; it is not disclosed."
        ),
        "refused_process": (
            "{it} is process information that the university's rules provide shall not be "
            "disclosed; it is not disclosed."
        ),
        "refused_enforcement_file": (
            "{it} is information from a case file that laws, regulations or rules provide shall "
            "not be disclosed; it is not disclosed."
        ),
        "refused_administrative_query": (
            "laws or regulations have their own provisions on how to obtain {it}; please proceed "
            "under those provisions."
        ),
        "unavailable_needs_creation": (
            "{it} does not exist ready-made and would have to be made separately; it cannot be "
            "provided."
        ),
        "unavailable_still_unclear": (
            "after being changed and supplemented your application is still unclear, and the "
            "information cannot be provided."
        ),
        "not_processed_petition": (
            "you are using the form of an application for information for a petition, a complaint "
            "or a report; it is not processed as an application for information, and you may raise "
            "the matter through the appropriate channel."
        ),
        "not_processed_repeated": (
            "you have without good cause applied to the university again for the same information, "
            "to which the university has already replied and which has not changed; it is not "
            "processed again."
        ),
    },
}


def title_of(code: str, words: EnglishWords) -> str:
    """The title of a notice of this kind."""
    return TITLES[code].format(Info=words.info.title())


def finding(law: str, key: str, *, of_a_part: bool = False) -> str:
    """The decision in English, as it stands after “Under Article …, ”. Raises KeyError if none."""
    info = BY_LAW[law].info
    it = "this part of the information" if of_a_part else f"the {info} you asked for"
    return FINDINGS[law][key].format(it=it, info=info)
