import Foundation

@testable import moneyprinter

/// Configurations: a fault is told with its line, whatever the file has in it.
struct TOMLTarget: FuzzTarget {
    static let name = "toml"

    let seeds: [[UInt8]]

    let pieces = [
        "[limits]\n", "[[limits.policies]]\n", "[limits.quotas.x]\n", "[app]\n", "[[access.issuers]]\n", "[a.b.c]\n",
        "key = 1\n", "a.b = 2\n", "\"\"\"", "'''", "1979-05-27T07:32:00Z", "inf", "nan", "0x7fffffffffffffff",
        "{ a = 1 }",
        "[1, 2]", "# x\n",
    ].map { Array($0.utf8) }

    init() async throws {
        let short = """
            [app]
            mcp_server_port = 9000
            openai_model_name = "llama3"
            [app.mcp_api_keys]
            "0123456789abcdef" = { name = "Ann", role = "user", created = "2026-01-31T09:00:00Z" }
            [limits]
            video_seconds = 60
            [limits.costs]
            create_video = 10
            [limits.quotas]
            open_tasks = 5
            [limits.quotas.viewer]
            tasks_a_day = 1
            [[limits.policies]]
            name = "a"
            quota = 1
            window = 1
            [[app.mcp_alert_rules]]
            name = "high"
            metric = "error_rate"
            condition = "> 0.1"
            [outbound]
            networks = ["10.0.0.0/8"]
            """
        seeds = [Array(short.utf8), Array("a = 1\n[b]\nc = [1, 2.5, \"x\", 2026-01-01]\nd = { e = true }".utf8)]
    }

    func read(_ input: [UInt8], _ mutator: inout Mutator) throws {
        let text = String(decoding: input, as: UTF8.self)
        do throws(ConfigurationError) {
            _ = try Configuration.load(text: text, file: "config.toml", environment: [:])
        } catch {
            guard !error.faults.isEmpty, "\(error)".contains("config.toml") else {
                throw BrokenPromise("a fault that is not told")
            }
        }
    }
}
