import Testing

@testable import MCPService

@Suite("The parameters of the Prometheus API")
struct PrometheusFormTests {
    @Test("are decoded, and the body comes before the URL")
    func decoding() {
        let form = PrometheusForm(query: "query=up&a=b&match[]=x", body: "query=1%2B1+%25&match[]=y&bare&%zz=%e4%b8%ad")
        #expect(form.text("query") == "1+1 %")
        #expect(form.texts("match[]") == ["y", "x"])
        #expect(form.text("a") == "b")
        #expect(form.text("bare") == "")
        #expect(form.text("%zz") == "中")
        #expect(form.text("none") == nil)
    }

    @Test(
        "take moments as seconds or RFC 3339, and give milliseconds",
        arguments: [
            ("1435781451.781", 1_435_781_451_781), ("1970-01-01T00:00:01.5Z", 1500), ("-1", -1000), ("4", 4000),
        ])
    func times(text: String, milliseconds: Int64) throws {
        #expect(try PrometheusForm(query: "time=\(text)").time("time") == milliseconds)
    }

    @Test(
        "take lengths of time as seconds or as the language writes them",
        arguments: [("15", 15_000), ("1h30m", 5_400_000)])
    func durations(text: String, milliseconds: Int64) throws {
        #expect(try PrometheusForm(query: "step=\(text)").duration("step") == milliseconds)
    }

    @Test("that make no sense are named", arguments: ["noon", "1e400", "nan", "99999999999999999999"])
    func faults(text: String) {
        #expect(throws: PrometheusFault.parameter("time", "cannot parse \"\(text)\" to a valid timestamp")) {
            try PrometheusForm(query: "time=\(text)").time("time")
        }
    }

    @Test("have no limit where it is 0, and none below")
    func limits() throws {
        #expect(try PrometheusForm(query: "limit=0").limit("limit") == nil)
        #expect(try PrometheusForm(query: "limit=7").limit("limit") == 7)
        #expect(throws: PrometheusFault.self) { try PrometheusForm(query: "limit=-1").limit("limit") }
    }
}
