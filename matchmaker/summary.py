"""What a person reads on the terminal after a timetable was made."""

from collections.abc import Iterator
from typing import Any

from matchmaker.names import GOALS, RULES, SIDES, STRENGTHS


def summary_of(report: dict[str, Any], folder: str, language: str) -> Iterator[str]:
    """Yield the lines about one stop, in ``ko`` or ``en``."""
    korean = language == "ko"

    def say(ko: str, en: str) -> str:
        return ko if korean else en

    stop = report["stop"]
    yield stop["name_ko"] if korean else stop["name_en"]
    if report["status"] == "infeasible":
        yield say(
            "  시간표를 만들 수 없습니다. 함께 지킬 수 없는 것:", "  No timetable is possible. These cannot all hold:"
        )
        for member in report["conflict"]:
            yield f"    {RULES[member['rule']].in_(language)}: {member['subject']}"
        return
    yield say(f"  상담 {report['meetings']}건", f"  {report['meetings']} meetings")
    for side, strengths in report["wishes"].items():
        parts = [f"{STRENGTHS[s].in_(language)} {n['held']}/{n['asked']}" for s, n in strengths.items() if n["asked"]]
        yield say(f"  {SIDES[side].ko} 희망 성사: ", f"  wishes of {SIDES[side].en} held: ") + ", ".join(parts)
    met = report["buyers_met"], report["sellers_met"]
    yield say(
        f"  상담한 바이어 {met[0]['met']}/{met[0]['of']}, 참가기업 {met[1]['met']}/{met[1]['of']}",
        f"  buyers met {met[0]['met']}/{met[0]['of']}, sellers met {met[1]['met']}/{met[1]['of']}",
    )
    for level in report["levels"]:
        yield f"  {_level(level, language)}"
    worst, figures = report["worst_served"], report["figures"]
    if worst is not None:
        yield say(
            f"  가장 적게 얻은 곳: {worst['name_ko']}, 가능한 가치의 {worst['share']:.0%}, 상담 {worst['meetings']}건",
            f"  worst served: {worst['name_en']}, {worst['share']:.0%} of its best, {worst['meetings']} meetings",
        )
    yield say(
        f"  대기 시간 모두 {figures['waiting_minutes']}분, 가장 긴 대기 {figures['waiting_max']}분",
        f"  waiting {figures['waiting_minutes']} minutes in all, at most {figures['waiting_max']} for one company",
    )
    yield say(f"  계산 {report['seconds']:.1f}초", f"  {report['seconds']:.1f} seconds")
    yield say(f"  파일({folder}): ", f"  files in {folder}: ") + ", ".join(
        [*(file["name"] for file in report["files"]), "report.json"]
    )


def _level(level: dict[str, Any], language: str) -> str:
    name, value = GOALS[level["name"]].in_(language), level["value"]
    if level["proven"]:
        proof = "증명됨: 더 나은 시간표는 없습니다" if language == "ko" else "proven: no timetable does better"
    elif level["bound"] is None:
        proof = "한계 모름" if language == "ko" else "no bound known"
    else:
        proof = f"한계 {level['bound']}, 미증명" if language == "ko" else f"bound {level['bound']}, not proven"
    return f"{name}: {value} ({proof})"
