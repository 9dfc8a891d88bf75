"""A catalogue file that is wrong is refused with every fault, each with its file, line and key."""

import pytest

from workflow.catalogue_io.problems import CatalogueError
from workflow.catalogue_io.reader import SHIPPED, Source, read_files, read_sources

GOOD = """\
code: XX01
name: 某项许可
name_en: some licence
item_type: 行政许可
level: municipal
risk_class: low
legal_basis: [某条例 第1条]
fees: 不收费
max_visits: 0
online_depth: 四级
result_name: 某许可证
sub_items:
- code: XX01-01
  name: 首次申请
  name_en: initial
  kind: initial
  statutory_days: 20
  promised_days: 5
  clock_start: acceptance
  processing_type: 承诺件
  paths: {standard: true, tolerate_missing: true, notification_commitment: false, instant: false}
  approver: chief_representative
  visit: {requirement: none, min_officials: 0, video_allowed: false}
  procedures:
  - {kind: expert_review, name: 专家评审, basis: 行政许可法第45条, max_days: 20, stops_clock: true}
  materials:
  - {code: APP, name: 申请书, name_en: application, essential: true, form: 原件, source: 申请人自备}
  - {code: LIST, name: 清单, name_en: list, essential: false, tolerable: true, tolerance_days: 5, form: 原件, source: x}
"""
NO_COMMITMENT = "notification_commitment: false, instant: false}"
COMMITMENT = "notification_commitment: true, instant: false}\n  "
WINDOW = "{open_before: P6M, apply_before: P3M, late_policy: accept_flag_no_deemed_renewal}"


def faults(text: str, name: str = "XX01.yaml") -> list[tuple[int, str]]:
    with pytest.raises(CatalogueError) as caught:
        read_sources([Source(name, text.encode())])
    assert all(str(problem).startswith(f"{name}:{problem.line}: ") for problem in caught.value.problems)
    assert caught.value.code == "catalogue_invalid"
    return [(problem.line, problem.key) for problem in caught.value.problems]


def changed(before: str, after: str) -> str:
    assert GOOD.count(before) == 1
    return GOOD.replace(before, after)


def test_the_example_itself_is_good():
    content = read_sources([Source("XX01.yaml", GOOD.encode())])[0]
    assert [step["desk"] for step in content["sub_items"][0]["steps"]] == [
        "window", "review", "decision", "issue", "delivery",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "line", "key"),
    [
        ("promised_days: 5", "promised_days: 21", 18, "sub_items[XX01-01].promised_days"),
        ("essential: false,", "essential: true,", 28, "sub_items[XX01-01].materials[LIST].tolerable"),
        ("tolerable: true,", "tolerable: false,", 28, "sub_items[XX01-01].materials[LIST].tolerance_days"),
        ("tolerance_days: 5", "tolerance_days: 0", 28, "sub_items[XX01-01].materials[LIST].tolerance_days"),
        ("form: 原件, source: 申请人自备}\n  - {", "necessity: 容缺后补, form: 原件, source: 申请人自备}\n  - {", 27,
         "sub_items[XX01-01].materials[APP].necessity"),
        ("approver: chief_representative", "approver: section_head", 22, "sub_items[XX01-01].approver"),
        ("kind: expert_review", "kind: expert_revue", 25, "sub_items[XX01-01].procedures[expert_revue].kind"),
        (", basis: 行政许可法第45条", "", 25, "sub_items[XX01-01].procedures[expert_review].stops_clock"),
        ("code: LIST", "code: APP", 28, "sub_items[XX01-01].materials.code"),
        ("code: XX01-01", "code: XX02-01", 13, "sub_items.code"),
        ("statutory_days: 20", "statutory_day: 20", 13, "sub_items[XX01-01].statutory_days"),
        ("statutory_days: 20", "statutory_days: '20'", 17, "sub_items[XX01-01].statutory_days"),
        ("statutory_days: 20", "statutory_days: true", 17, "sub_items[XX01-01].statutory_days"),
        ("statutory_days: 20", "statutory_days: -1", 17, "sub_items[XX01-01].statutory_days"),
        ("kind: initial", "kind: renewal", 13, "sub_items[XX01-01].renewal_window"),
        ("kind: initial", f"kind: initial\n  renewal_window: {WINDOW}", 17, "sub_items[XX01-01].renewal_window"),
        ("kind: initial", "kind: renewal\n  renewal_window: " + WINDOW.replace("P3M", "P9M"), 17,
         "sub_items[XX01-01].renewal_window.open_before"),
        ("kind: initial", "kind: renewal\n  renewal_window: " + WINDOW.replace("P6M", "6 months"), 17,
         "sub_items[XX01-01].renewal_window.open_before"),
        ("kind: initial", "kind: renewal\n  renewal_window: " + WINDOW.replace("accept_flag_no_deemed_renewal",
         "accept_within_grace"), 17, "sub_items[XX01-01].renewal_window.late_policy"),
        ("kind: initial", "kind: initial\n  silence: deemed_filed", 17, "sub_items[XX01-01].silence"),
        ("notification_commitment: false", "notification_commitment: true, x: 1", 21, "sub_items[XX01-01].paths.x"),
        (NO_COMMITMENT, COMMITMENT + "follow_up: null", 22, "sub_items[XX01-01].follow_up"),
        (NO_COMMITMENT, COMMITMENT + "follow_up: {length: P0D, legal_basis: 某办法}", 22,
         "sub_items[XX01-01].follow_up"),
        ("requirement: none, min_officials: 0", "requirement: required, min_officials: 1", 23,
         "sub_items[XX01-01].visit.min_officials"),
        ("kind: initial", "kind: initial\n  steps:\n  - {desk: review, name: 审查, name_en: r, days: 6}", 17,
         "sub_items[XX01-01].steps"),
        ("kind: initial", "kind: initial\n  steps:\n  - {desk: cellar, name: 审查, name_en: r, days: 1}", 18,
         "sub_items[XX01-01].steps[cellar].desk"),
        ("kind: initial", "kind: initial\n  grounds:\n  - {code: A, use: refuse, text: 无, text_en: n, material: ZZ}",
         17, "sub_items[XX01-01].grounds"),
        ("kind: initial", "kind: initial\n  grounds:\n  - {code: BARRED, use: refuse, text: 无, text_en: n}", 18,
         "sub_items[XX01-01].grounds"),
        ("name: 某项许可", "name: no", 2, "name"),
        ("name: 某项许可", "name: 2026-01-01", 2, "name"),
        ("name: 某项许可", "name: 7", 2, "name"),
        ("name: 某项许可", "name: ''", 2, "name"),
        ("name: 某项许可", 'name: "a\\u0000b"', 2, "name"),
        ("max_visits: 0", "max_visits: 010", 9, "max_visits"),
        ("max_visits: 0", "max_visits: 1:30", 9, "max_visits"),
        ("max_visits: 0", "max_visits: 1_000", 9, "max_visits"),
        ("max_visits: 0", "max_visits: 0.5", 9, "max_visits"),
        ("max_visits: 0", "max_visits: !!int '0'", 9, "max_visits"),
        ("level: municipal", "level: &a municipal", 5, "level"),
        ("level: municipal", "level: *a", 5, "level"),
        ("level: municipal", "level: !!python/object/apply:os.system [ls]", 5, "level"),
        ("level: municipal", "level: municipal\n<<: {fees: 不收费}", 6, "<<"),
        ("level: municipal", "level: municipal\nlevel: district", 6, "level"),
        ("level: municipal", "level: municipal\n? [a, b]\n: c", 6, ""),
        ("level: municipal", "level: [municipal", 6, "level"),
        ("legal_basis: [某条例 第1条]", "legal_basis: 某条例 第1条", 7, "legal_basis"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_key(before, after, line, key):
    assert (line, key) in faults(changed(before, after))


def test_an_instant_item_promises_one_day_at_most():
    text = changed("processing_type: 承诺件", "processing_type: 即办件").replace("instant: false", "instant: true")
    assert faults(text) == [(18, "sub_items[XX01-01].promised_days")]


def test_the_processing_type_and_the_instant_path_say_the_same():
    assert (20, "sub_items[XX01-01].processing_type") in faults(changed("instant: false", "instant: true"))


def test_a_procedure_or_a_sub_item_that_stands_twice_is_told_with_the_first_line():
    sub_item = GOOD[GOOD.index("- code: XX01-01") :]
    assert (29, "sub_items.code") in faults(GOOD + sub_item)
    row = "  - {kind: expert_review, name: 专家评审, basis: 行政许可法第45条, max_days: 20, stops_clock: true}\n"
    assert (26, "sub_items[XX01-01].procedures.kind") in faults(changed(row, row + row))


def test_an_unknown_key_comes_with_the_word_that_was_meant():
    with pytest.raises(CatalogueError, match=r"statutory_day: .*statutory_days"):
        read_sources([Source("XX01.yaml", changed("statutory_days:", "statutory_day:").encode())])


def test_all_faults_are_told_at_once():
    text = changed("promised_days: 5", "promised_days: 50").replace("risk_class: low", "risk_class: lofty")
    assert faults(text.replace("fees: 不收费\n", "charges: 0\n")) == [
        (1, "fees"), (6, "risk_class"), (8, "charges"), (18, "sub_items[XX01-01].promised_days"),
    ]  # fmt: skip


def test_an_item_that_stands_in_two_files_is_an_error_in_the_second():
    with pytest.raises(CatalogueError, match=r"b\.yaml:1: code: .*XX01.*a\.yaml:1"):
        read_sources([Source("a.yaml", GOOD.encode()), Source("b.yaml", GOOD.encode())])


@pytest.mark.parametrize(
    "text",
    ["", "# nothing", "- a\n- b", "just words", "a: 1\n---\nb: 2", "x: " + "[" * 40 + "]" * 40, "a: \x07"],
)
def test_what_is_no_catalogue_is_an_error_of_its_file(text):
    assert faults(text)


def test_a_file_that_is_too_large_or_not_utf_8_is_an_error():
    for raw, line in ((b"#" + b"x" * 1_000_001, 1), ("a: 1\nname: 中文".encode("gbk"), 2)):
        with pytest.raises(CatalogueError, match=f"^XX.yaml:{line}: |XX.yaml:{line}: "):
            read_sources([Source("XX.yaml", raw)])


def test_a_missing_file_is_an_error_that_names_it(tmp_path):
    with pytest.raises(CatalogueError, match=r"nowhere\.yaml"):
        read_files([tmp_path / "nowhere.yaml"])


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("cut_off: '16:00'", "cut_off: 16:00", "commitment.cut_off"),
        ("cut_off: '16:00'", "cut_off: '24:00'", "commitment.cut_off"),
        ("follow_up: P2M", "follow_up: two months", "commitment.follow_up"),
        ("max_times: 1", "max_times: 2", "extension.max_times"),
        ("approver: bureau_head", "approver: clerk", "extension.approver"),
        ("stops_statutory_clock: false", "stops_statutory_clock: true", "tolerance.stops_statutory_clock"),
        ("max_missing: 3", "max_missing: -3", "tolerance.max_missing"),
        ("concealment_years: 1", "concealment_year: 1", "reapplication.concealment_year"),
    ],
)
def test_the_common_numbers_are_read_as_strictly(before, after, key):
    text = (SHIPPED / "defaults.yaml").read_text(encoding="utf-8")
    assert text.count(before) == 1
    assert key in [key for _line, key in faults(text.replace(before, after), "defaults.yaml")]


def test_a_common_number_that_changes_does_not_keep_the_basis_of_the_old_one():
    sources = [Source("XX01.yaml", GOOD.encode()), Source("mine.yaml", b"supplement: {days: 15}\nnotice: {days: 5}")]
    defaults = read_sources(sources)[0]["defaults"]
    assert defaults["supplement"] == {"days": 15, "legal_basis": "依据未注明"}
    assert defaults["notice"]["legal_basis"].startswith("行政许可法")
