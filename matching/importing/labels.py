"""What others call the columns of demands and offers: collections of provinces, parks and
associations. Who finds another word adds it here."""

from matching.states import PostingKind

_OF_BOTH = {
    "org_code": "信用代码 社会信用代码 统一信用代码 单位代码 组织机构代码 企业信用代码",
    "keywords": "关键字 主题词",
    "trl_floor": "期望TRL下限 TRL下限 成熟度 技术成熟度 成熟度下限 成熟度要求 技术成熟度要求 "
    "期望成熟度 TRL",
    "wanted_from": "开始日期 开始时间 起始时间 需求起始时间 开始",
    "valid_until": "截止日期 截止时间 有效期 到期日 到期日期 结束日期 结束时间 失效日期 "
    "有效期限 需求截止时间 需求时限 需求有效期",
    "stock_code": "证券代码 股票代码 上市公司代码",
    "reach": "保密程度 保密要求 是否公开 发布范围 公开程度 展示范围",
    "alias": "匿名名称 对外称呼 化名 脱敏名称",
    "contact_name": "联系人姓名 需求联系人 对接人 经办人",
    "contact_phone": "电话 手机 手机号 联系方式 联系人电话 电话号码 手机号码 固定电话 移动电话",
}
OTHERS = {
    PostingKind.DEMAND: _OF_BOTH
    | {
        "org_name": "企业名称 单位名称 需求企业 需求方 需求方名称 需求单位名称 提出单位 "
        "需求提出单位 发布单位 公司名称",
        "title": "技术需求名称 需求标题 需求题目 难题名称 技术难题名称 榜单名称 项目需求名称 "
        "需求项目名称 技术需求",
        "category": "需求类别 需求分类 类型 需求种类",
        "problem": "问题描述 需求描述 需求概述 需求内容 技术需求描述 需求详情 需求简介 "
        "需求背景 拟解决的问题 存在问题 主要技术难题 需求说明 具体需求",
        "key_points": "技术难点 关键技术 技术指标 技术要求 主要技术指标 关键指标 技术参数 "
        "指标要求 核心指标 技术关键点",
        "goal": "预期成果 目标 预期效果 需求目标 期望目标 预期达到的目标",
        "field": "所属领域 领域 需求领域 行业领域 产业领域 所属技术领域 战略性新兴产业领域",
        "modes": "合作模式 拟合作方式 期望合作方式 意向合作方式 合作意向 解决方式",
        "budget": "拟投入金额 投入资金 预算 资金预算 拟投入 意向金额 悬赏金额 榜单金额 "
        "研发预算 预计投入 投入预算 拟投入经费",
    },
    PostingKind.OFFER: _OF_BOTH
    | {
        "org_name": "单位名称 提供单位 供给方 机构名称 发布单位 园区名称 企业名称 服务机构",
        "title": "要素名称 供给标题 政策名称 平台名称 场地名称 基金名称 场景名称 服务名称 "
        "资源名称 要素供给名称",
        "category": "要素类型 供给类别 资源类型 要素类别 类型 供给分类",
        "problem": "供给内容 政策内容 服务内容 要素内容 内容 资源简介 支持内容 内容简介 供给描述",
        "key_points": "支持对象 服务对象 面向对象 适用范围 适用条件 面向企业",
        "goal": "申请方式 条件 办理条件 准入条件 申报条件 申请要求 对接条件",
        "field": "适用领域 技术领域 所属领域 领域 面向领域 行业领域",
        "modes": "合作方式 服务方式 供给方式 对接方式",
        "budget": "支持金额 额度 资金额度 补贴额度 最高额度 支持力度 资助金额",
    },
}
NOT_ASKED_WORDS = "法定代表人 法人代表 通讯地址 单位地址 地址 邮编 邮政编码 传真 邮箱 电子邮箱"
NUMBERS = {
    PostingKind.DEMAND: "本单位编号 编号 需求编号 id 编码 难题编号 榜单编号",
    PostingKind.OFFER: "本单位编号 编号 供给编号 要素编号 政策编号 id 编码",
}
# Too short anywhere but over a column.
OVER_COLUMNS = {
    PostingKind.DEMAND: {
        "org_name": "单位 企业 公司",
        "title": "名称 需求 标题",
        "problem": "描述 内容 简介 概述",
        "contact_name": "姓名",
        "modes": "方式",
        "budget": "金额 资金 经费",
    },
    PostingKind.OFFER: {
        "org_name": "单位 机构 园区",
        "title": "名称 标题",
        "problem": "描述 简介 概述",
        "contact_name": "姓名",
        "modes": "方式",
        "budget": "金额 资金",
    },
}
