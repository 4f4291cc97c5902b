"""What the centre's lead sends for a year: the settings a new cycle has."""

from accounts.models.cycle import default_rubric

SETTINGS = {
    "issuer": "科技部火炬中心",
    "readings": "0",
    "stale_after": "24",
    "second_opinion_from": "1000.00",
    "most_spread": "12",
    "recommended_from": "60",
    **{
        f"{name}_{at}": str(one[name])
        for at, one in enumerate(default_rubric())
        for name in ("label", "weight", "floor")
    },
}
