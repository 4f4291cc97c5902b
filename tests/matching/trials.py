"""Files of a trial, invented: demands, achievements, pairs."""

DEMANDS = """\
id,title,content
d1,耐高温碳化硅功率器件,现有器件在高温下失效，需要碳化硅外延与封装工艺
d2,水产养殖尾水净化,池塘尾水氨氮超标，需要微藻净化模块
"""
ACHIEVEMENTS = """\
id,title
a1,碳化硅 外延 生长 方法
a2,高温 功率 器件 封装 工艺
a3,微藻 尾水 净化 装置
a4,氨氮 在线 检测仪
a5,汽车 座椅 骨架
a6,碳化硅 陶瓷 坩埚
"""
PAIRS = """\
demand_id,achievement_id,level
d1,a1,4
d1,a2,4
d1,a5,1
d1,a6,2
d1,a4,1
d2,a3,4
d2,a4,3
d2,a5,1
d2,a1,1
d2,a2,1
"""
NAMES = {"demands": DEMANDS, "achievements": ACHIEVEMENTS, "pairs": PAIRS}


def written(folder, **texts):
    """The three files, with `texts` in place of what they hold, as options of the command."""
    for name, text in (NAMES | texts).items():
        path = folder / f"{name}.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return {name: folder / f"{name}.csv" for name in NAMES}
