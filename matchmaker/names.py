"""What sides, strengths of wishes, goals and rules are called, in Korean and English."""

from matchmaker.text import Text

SIDES = {"buyer": Text("바이어", "buyers"), "seller": Text("참가기업", "sellers")}
STRENGTHS = {
    "must": Text("꼭", "must"),
    "want": Text("희망", "want"),
    "could": Text("가능", "could"),
    "rather-not": Text("비희망", "rather not"),
}
"""From the strongest wish to its opposite."""
GOALS = {
    "must": Text("못 이룬 필수 희망", "must-wishes not held"),
    "quota": Text("최소 상담 수 부족", "meetings short of minimum"),
    "worst": Text("모두에게 보장된 상담 수", "meetings guaranteed to everybody"),
    "meetings": Text("상담 수", "meetings"),
    "value": Text("점수 합계", "total score"),
    "breaks": Text("대기 시간(분)", "waiting minutes"),
    "moves": Text("자리·통역 교체", "changes of table or interpreter"),
}
RULES = {
    "once": Text("한 번만", "held once"),
    "no_clash": Text("동시 상담", "two at once"),
    "available": Text("참석 시간", "not there"),
    "table": Text("테이블", "table"),
    "interpreter": Text("통역", "interpreter"),
    "exclusion": Text("제외", "excluded"),
    "lock": Text("고정한 상담", "fixed meeting"),
    "maximum": Text("최대 상담 수", "maximum"),
    "consecutive": Text("연속 상담", "in a row"),
    "after": Text("순서", "order"),
    "breaks": Text("빈 시간", "breaks"),
}
EXCLUSIONS = {
    "do-not-meet": Text("상담 금지", "do not meet"),
    "declined": Text("사양", "declined"),
    "tender-blackout": Text("입찰 중 접촉 제한", "tender under way"),
    "topic-restriction": Text("주제 제한", "topics restricted"),
    "avoid-back-to-back": Text("연속 배정 피하기", "not one after the other"),
    "joint-meeting": Text("합동 상담 가능", "may meet jointly"),
}
