"""What Word, WPS and Excel put on the clipboard as HTML, shortened to what matters."""

WORD_LIST = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta charset=utf-8><meta name=Generator content="Microsoft Word 15">
<style><!-- /* Font Definitions */ @font-face {font-family:Wingdings;}
p.MsoListParagraph {mso-style-priority:34;} --></style></head>
<body lang=ZH-CN><!--StartFragment-->
<p class=MsoNormal><span style='font-family:宋体'>主要创新点有“<b>三</b>”条：<o:p></o:p></span></p>
<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span lang=EN-US style='mso-fareast-font-family:Calibri'><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>短路响应小于<span lang=EN-US>&nbsp;0.9</span>
微秒<span class=MsoCommentReference><a id="_anchor_1" href="#_msocom_1">[L1]</a></span></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
lang=EN-US style='font-family:Wingdings;mso-bidi-font-family:Wingdings'><span
style='mso-list:Ignore'>l<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span>
<![endif]>漏电&lt;10<sup>-6</sup>
A，误差<span
style='font-family:Symbol;mso-char-type:symbol;mso-symbol-font-family:Symbol'>m</span>m 级<del
>删掉的</del></p>
<!--EndFragment-->
<div style='mso-element:comment-list'><div style='mso-element:comment'>批注正文</div></div>
</body></html>"""
WORD_TEXT = (
    "主要创新点有“三”条：\r\n1.\t短路响应小于\xa00.9微秒[L1]\r\nl\t漏电<10-6A，误差mm 级\r\n"
)
WORD_CLEAN = "主要创新点有“三”条：\n1. 短路响应小于 0.9 微秒\n· 漏电<10⁻⁶ A，误差μm 级"

WPS_LIST = """<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=ProgId content=Word.Document><meta name=Generator content="WPS Office"><style>
@font-face{font-family:"Times New Roman";} p.MsoNormal{mso-style-name:正文;text-align:justify;}
</style></head><body style="tab-interval:21pt;"><!--StartFragment-->
<p class=MsoNormal style="margin-left:21pt;mso-list:l0 level1 lfo1;"><![if !supportLists]><span
style="font-family:Wingdings;mso-fareast-font-family:宋体;font-size:10.5pt;"><span
style='mso-list:Ignore;'>&#108;&nbsp;</span></span><![endif]><span
style="font-family:宋体;">ＡＢ型\u3000隔离电容</span></p>
<p class=MsoNormal style="mso-list:l1 level1 lfo2;"><![if !supportLists]><span
style="font-family:宋体;"><span style='mso-list:Ignore;'>（二）</span></span><![endif]><span
style="font-family:宋体;">共模瞬变抗扰度<br>超过 150 kV/μs\u00ad</span></p>
<!--EndFragment--></body></html>"""
WPS_CLEAN = "· AB型 隔离电容\n（二） 共模瞬变抗扰度\n超过 150 kV/μs"

EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta name=ProgId content=Excel.Sheet><style><!--table {mso-displayed-decimal-separator:"\\.";}
.xl65 {mso-number-format:"Short Date";}--></style></head><body link=blue>
<table border=0 cellpadding=0 cellspacing=0 width=300 style='border-collapse:collapse'>
<!--StartFragment--><col width=100><col width=100>
{rows}<!--EndFragment--></table></body></html>"""


def excel(*rows):
    """As Excel copies cells: HTML, and the same as text with tabs."""
    cells = ["".join(f"<td class=xl65 height=19>{text}</td>" for text in row) for row in rows]
    html = EXCEL.replace("{rows}", "\n".join(f"<tr height=19>{one}</tr>" for one in cells))
    return html, "".join("\t".join(row) + "\r\n" for row in rows)
