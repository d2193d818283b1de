import Projections
import Testing

@Suite("A dashboard's file")
struct DashboardReaderTests {
    private func faults(_ text: String) -> [String] {
        DashboardCatalogue.parse(text, file: "x.json").faults.map(\.description)
    }

    @Test(
        "is refused with file, line, field and reason",
        arguments: [
            ("{\n\"uid\": \"x\",\n\"title\"}", "x.json:3: "),
            ("[]", "x.json: the file must hold an object, not array"),
            ("{\n\"uid\":\"y\",\"title\":\"t\",\"panels\":[]}", "x.json:2: uid: 'y' must be the file's name"),
            (
                "{\"uid\":\"x\",\"title\":\"t\",\n\"panels\":[]}",
                "x.json:2: panels: must be an array of at least one panel"
            ),
            (#"{"uid":"x","title":"","panels":[]}"#, "x.json:1: title: must be a text, not empty"),
            (
                PanelText.dashboard(PanelText.panel(1, "pie", "up")),
                "panels[0].type: 'pie' is not one of alertlist, stat"
            ),
            (
                PanelText.dashboard(PanelText.panel(1, "stat", "sum(up")),
                "panels[0].targets[0].expr: 1:7: parse error: unclosed left parenthesis"
            ),
            (
                PanelText.dashboard(PanelText.panel(1, "stat", "up[5m]")),
                "panels[0].targets[0].expr: must give a number or an instant vector"
            ),
            (
                PanelText.dashboard(PanelText.panel(1, "stat", "rate(up[$__intervall])")),
                "panels[0].targets[0].expr: the variable '$__intervall' has no value here; known are $__interval"
            ),
            (
                PanelText.dashboard(PanelText.panel(1, "stat", "up", #","source":"log.positon""#)),
                "panels[0].source: 'log.positon' is unknown; here can stand alerts.firing"
            ),
            (
                PanelText.dashboard(PanelText.panel(1, "table", "up", #","source":"log.position""#)),
                "panels[0].source: 'log.position' gives a stat, not a table or list"
            ),
            (
                PanelText.dashboard(PanelText.panel(1, "stat", "up"), PanelText.panel(1, "stat", "up")),
                "panels[1].id: 1 stands twice"
            ),
            (
                PanelText.dashboard(
                    PanelText.panel(1, "stat", "up"), more: #""time":{"from":"yesterday","to":"now"},"#),
                "time: must be from 'now-'"
            ),
            (
                #"{"uid":"x","title":"X","panels":[{"id":1,"title":"P","type":"stat","gridPos":{"x":20,"y":0,"w":8,"h":2}}]}"#,
                "panels[0].gridPos.x: must be a whole number from 0 to 16"
            ),
            (
                #"{"uid":"x","title":"X","panels":[{"id":1,"title":"P","type":"stat","gridPos":{"x":0,"y":0,"w":8,"h":2}}]}"#,
                "panels[0].targets: must hold an expression where there is no source"
            ),
        ])
    func refused(text: String, message: String) {
        let found = DashboardCatalogue.parse(text, file: "x.json")
        #expect(found.dashboard == nil)
        #expect(faults(text).contains { $0.contains(message) }, "\(faults(text))")
    }

    @Test("names the line of a field that stands in many panels")
    func line() {
        let text = PanelText.dashboard(
            PanelText.panel(1, "stat", "up"), "\n" + PanelText.panel(2, "stat", "up"),
            "\n" + PanelText.panel(3, "stat", "sum("))
        #expect(faults(text).first?.hasPrefix("x.json:3: panels[2].targets[0].expr: ") == true)
    }

    @Test(
        "is drawn with a warning",
        arguments: [
            (
                PanelText.dashboard(PanelText.panel(1, "stat", "up"), more: #""colour":1,"#),
                "warning: colour: is unknown here"
            ),
            (
                PanelText.dashboard(
                    PanelText.panel(1, "stat", "up"),
                    PanelText.panel(2, "stat", "up").replacing(#""y":2"#, with: #""y":1"#)),
                "warning: panels[1].gridPos: covers 'P1'"
            ),
        ])
    func warned(text: String, message: String) {
        let found = DashboardCatalogue.parse(text, file: "x.json")
        #expect(found.dashboard != nil)
        #expect(faults(text).contains { $0.contains(message) }, "\(faults(text))")
    }

    @Test("that Grafana wrote keeps what is not drawn here, and its rows are passed over")
    func grafana() throws {
        let row =
            #"{"id":9,"type":"row","title":"R","collapsed":true,"gridPos":{"x":0,"y":0,"w":24,"h":1},"panels":["#
        let text = PanelText.dashboard(
            row + PanelText.panel(1, "timeseries", "rate(up[$__rate_interval])", #","pluginVersion":"10.1.0""#) + "]}",
            more: #""schemaVersion":39,"templating":{"list":[]},"annotations":{"list":[]},"refresh":"5s","#)
        let found = DashboardCatalogue.parse(text, file: "x.json")
        #expect(found.faults.isEmpty && found.dashboard?.panels.map(\.id) == ["p1"])
    }
}
