import Projections
import PromQL
import Testing

@Suite("The template of a label or annotation")
struct AlertTemplateTests {
    private func filled(_ text: String, value: Double = 12.5) throws -> String {
        try AlertTemplate(text).filled(AlertTemplate.Data(labels: ["tool": "create_video", "n": "2"], value: value))
    }

    @Test(
        "fills in labels and the value as Prometheus does",
        arguments: [
            ("plain", "plain"), ("{{ $value }} errors", "12.5 errors"), ("{{ .Value }}", "12.5"),
            ("{{ $labels.tool }}", "create_video"), ("{{ .Labels.tool | toUpper }}", "CREATE_VIDEO"),
            ("{{ $labels.none }}", ""), ("{{ printf \"%.2f\" $value }}", "12.50"),
            ("{{ $value | printf \"%.0f\" }}", "12"), ("{{ $value | humanize }}", "12.5"),
            ("{{ 1234567.0 | humanize }}", "1.235M"), ("{{ humanize1024 2048 }}", "2ki"),
            ("{{ humanizeDuration 3661 }}", "1h 1m 1s"), ("{{ humanizePercentage 0.123 }}", "12.3%"),
            ("{{ if gt $value 10.0 }}high{{ else }}low{{ end }}", "high"),
            ("{{ if eq $labels.tool \"x\" }}a{{ else if eq $labels.n \"2\" }}b{{ end }}", "b"),
            ("{{ with $labels.tool }}<{{ . }}>{{ end }}", "<create_video>"),
            ("{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end }}", "n=2;tool=create_video;"),
            ("a {{- \" b\" -}} c", "a bc"), ("{{/* nothing */}}x", "x"),
            ("{{ $x := 3 }}{{ $x }}", "3"), ("{{ match \"create.*\" $labels.tool }}", "true"),
            ("{{ reReplaceAll \"(.*)_video\" \"$1\" $labels.tool }}", "create"), ("{{ title \"a b\" }}", "A B"),
            ("{{ len $labels }}", "2"), ("{{ or \"\" \"b\" }}{{ and 1 0 }}{{ not true }}", "b0false"),
            ("{{ 1000000.0 }} {{ 123456.0 }} {{ 0.00001 }}", "1e+06 123456 1e-05"),
        ])
    func values(text: String, result: String) throws { #expect(try filled(text) == result) }

    @Test("answers queries")
    func queries() throws {
        var data = AlertTemplate.Data(labels: [:], value: 1)
        let source = Numbers()
        data.query = { text in
            guard case .vector(let samples) = try QueryEngine(source: source).instant(text, at: 0) else { return [] }
            return samples
        }
        let template = try AlertTemplate(
            "{{ range query \"up\" }}{{ .Labels.job }}={{ .Value }} {{ end }}{{ query \"up\" | first | value }}")
        #expect(template.filled(data) == "a=1 b=2 1")
    }

    @Test(
        "that cannot be read is refused",
        arguments: [
            "{{", "{{ if $value }}", "{{ end }}", "{{ oops }}", "{{ template \"x\" }}", "{{ $x := }}", "{{ ( 1 }}",
        ])
    func faults(text: String) { #expect(throws: AlertTemplate.Fault.self) { try AlertTemplate(text) } }

    @Test("that fails says so in its text")
    func failing() throws { #expect(try filled("{{ humanize \"x\" }}").hasPrefix("<error expanding template: ")) }
}

private struct Numbers: SeriesSource {
    func select(_ selection: SeriesSelection) -> [SelectedSeries] {
        [("a", 1.0), ("b", 2.0)].map { job, value in
            SelectedSeries(
                labels: ["__name__": "up", "job": job], samples: Samples(timestamps: [0], values: [value]))
        }
    }
}
