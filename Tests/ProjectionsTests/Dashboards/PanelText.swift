/// Files of dashboards, as small as they may be.
enum PanelText {
    static func panel(_ number: Int, _ type: String, _ expression: String, _ more: String = "") -> String {
        #"{"id":\#(number),"title":"P\#(number)","type":"\#(type)","gridPos":{"x":0,"y":\#(number),"w":24,"h":1},"#
            + #""targets":[{"refId":"A","expr":"\#(expression)"}]\#(more)}"#
    }

    static func dashboard(_ panels: String..., more: String = "") -> String {
        #"{"uid":"x","title":"X",\#(more)"panels":[\#(panels.joined(separator: ","))]}"#
    }
}
