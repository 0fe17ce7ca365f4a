from records.refusals import Refusal


def test_a_refusal_gives_all_its_reasons_at_once():
    refusal = Refusal("未选择依据", "未经审批")
    assert refusal.reasons == ("未选择依据", "未经审批")
    assert str(refusal) == "未选择依据；未经审批"
    assert isinstance(refusal, ValueError)
