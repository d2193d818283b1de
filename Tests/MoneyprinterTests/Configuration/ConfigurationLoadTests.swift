import EventStore
import MCPService
import Testing

@testable import moneyprinter

@Suite("Loading a configuration")
struct ConfigurationLoadTests {
    private func load(_ text: String, environment: [String: String] = [:]) throws -> Configuration {
        try Configuration.load(text: text, file: "config.toml", environment: environment)
    }

    private func faults(_ text: String, environment: [String: String] = [:]) -> String {
        do {
            _ = try load(text, environment: environment)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test("an empty file gives the defaults")
    func empty() throws {
        #expect(try load("") == Configuration())
    }

    @Test("published keys go where they belong")
    func published() throws {
        let loaded = try load(
            """
            [app]
            mcp_server_host = "0.0.0.0"
            mcp_server_port = 9000
            max_concurrent_tasks = 2
            allowed_origins = "http://localhost:3000, https://example.org"
            trusted_hosts = ["videos.example.org"]
            openai_base_url = "http://127.0.0.1:11434/v1"
            openai_model_name = "llama3"
            storage_path = "./storage"
            log_level = "DEBUG"
            """)
        #expect(loaded.server.host == "0.0.0.0")
        #expect(loaded.server.port == 9000)
        #expect(loaded.tasks.maxConcurrent == 2)
        #expect(loaded.server.allowedOrigins == ["http://localhost:3000", "https://example.org"])
        #expect(loaded.server.trustedHosts == ["videos.example.org"])
        #expect(loaded.llm.endpoint == "http://127.0.0.1:11434/v1")
        #expect(loaded.llm.model == "llama3")
        #expect(loaded.dataFolder == "./storage")
        #expect(loaded.server.logLevel == .debug)
    }

    @Test("the environment has the last word, and an empty variable says nothing")
    func environment() throws {
        let loaded = try load(
            "[app]\nmcp_server_port = 9000\nmcp_server_host = \"10.0.0.1\"",
            environment: ["MCP_SERVER_PORT": "9001", "MCP_SERVER_HOST": "", "MONEYPRINTER_DATA": "/srv/videos"])
        #expect(loaded.server.port == 9001)
        #expect(loaded.server.host == "10.0.0.1")
        #expect(loaded.dataFolder == "/srv/videos")
    }

    @Test("our own variable beats the published one for the same setting")
    func strongest() throws {
        let loaded = try load("", environment: ["MONEYPRINTER_LLM_MODEL": "ours", "OPENAI_MODEL_NAME": "theirs"])
        #expect(loaded.llm.model == "ours")
    }

    @Test("a key in the environment alone sends nothing to anybody")
    func keyAlone() throws {
        let loaded = try load("", environment: ["OPENAI_API_KEY": "sk-1234"])
        #expect(loaded.llm.endpoint == nil)
        let chosen = try load("[app]\nllm_provider = \"openai\"", environment: ["OPENAI_API_KEY": "sk-1234"])
        #expect(chosen.llm.endpoint == "https://api.openai.com/v1")
    }

    @Test("an unknown key names file, line and the nearest known key")
    func unknownKey() {
        let text = "# settings\n[app]\nmcp_server_host = \"localhost\"\nmcp_server_prot = 1"
        #expect(
            faults(text) == "config.toml:4: [app] mcp_server_prot is no known key: did you mean 'mcp_server_port'?")
    }

    @Test("an unknown table names the nearest known one")
    func unknownTable() {
        #expect(faults("\n[vioce]\n") == "config.toml:2: [vioce] is no known table: did you mean 'voice'?")
    }

    @Test("a key outside a table is told where to go")
    func outside() {
        #expect(
            faults("mcp_server_port = 1") == "config.toml:1: mcp_server_port stands outside a table: put it under [app]"
        )
    }

    @Test(
        "a wrong type or range names the value and what is allowed",
        arguments: [
            ("mcp_server_port = 70000", "mcp_server_port is 70000: allowed is a whole number from 0 to 65535"),
            ("mcp_server_port = \"80\"", "mcp_server_port is \"80\": allowed is a whole number from 0 to 65535"),
            ("task_timeout = 1.5", "task_timeout is 1.5: allowed is a whole number from 30 to 86400"),
            ("mcp_enabled = \"yes\"", "mcp_enabled is \"yes\": allowed is true or false"),
            ("mcp_jwt_algorithm = \"none\"", "mcp_jwt_algorithm is \"none\": allowed is one of \"HS256\""),
            (
                "endpoint = \"ftp://x\"",
                "endpoint is \"ftp://x\": allowed is a URL that starts with http:// or https://"
            ),
            (
                "allowed_origins = [\"https://a.org/page\"]",
                "allowed_origins holds \"https://a.org/page\": allowed is a list of origins such as"
                    + " \"https://example.org\", or one text with commas between them"
            ),
        ])
    func wrongValue(line: String, message: String) {
        #expect(faults("[app]\n\(line)") == "config.toml:2: [app] \(message)")
    }

    @Test("what a WebSocket and kept results may cost goes where it belongs")
    func socketsAndResults() throws {
        let text = """
            [sockets]
            fragments = 3
            ping_seconds = 1
            unsent_bytes = 4096
            [limits]
            request_bytes = 65536
            [result_cache]
            entries = 5
            """
        let loaded = try load(text)
        #expect(loaded.resultCache == .init(entries: 5))
        let limits = SocketLimits(loaded)
        #expect(limits.fragments == 3 && limits.pingSeconds == 1 && limits.unsentBytes == 4096)
        #expect(limits.messageBytes == 65_536, "as large as a request over HTTP, where it is not said")
        #expect(SocketLimits(try load("[sockets]\nmessage_bytes = 2048")).messageBytes == 2048)
        #expect(
            faults("[sockets]\nmessage_bytes = 1")
                == "config.toml:2: [sockets] message_bytes is 1: allowed is a whole number from 1024 to 67108864")
    }

    @Test("all faults come at once, by line, those of the environment last")
    func allFaults() {
        let text = "[voice]\nengine = \"robot\"\n[app]\nredis_port = 0\nnonsense = 1"
        let lines = faults(text, environment: ["MCP_SERVER_PORT": "no"]).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("config.toml:2: [voice] engine is \"robot\""))
        #expect(lines[1].hasPrefix("config.toml:4: [app] redis_port is 0"))
        #expect(lines[2] == "config.toml:5: [app] nonsense is no known key")
        #expect(lines[3].hasPrefix("environment variable MCP_SERVER_PORT: [app] mcp_server_port is \"no\""))
    }

    @Test("the same setting under two names must say the same")
    func contradiction() throws {
        let text = "[llm]\nmodel = \"a\"\n[app]\nopenai_model_name = \"b\""
        #expect(faults(text).contains("[llm] model is set twice"))
        #expect(try load(text.replacing("\"b\"", with: "\"a\"")).llm.model == "a")
    }

    @Test("text that is not TOML is an error with its line")
    func syntax() {
        #expect(faults("[app]\nmcp_server_port = \n").hasPrefix("config.toml:2: is not TOML: "))
    }

    @Test("a file that was named and is not there is an error")
    func missingFile() {
        #expect(throws: ConfigurationError.self) {
            try Configuration.load(file: "no/such/config.toml", environment: [:])
        }
    }

    @Test("keys of published samples that mean nothing here are accepted with a note")
    func foreign() throws {
        let loaded = try load("[app]\ngpu_enabled = true\nmoonshot_api_key = \"x\"\n[whisper]\ndevice = \"CPU\"")
        #expect(loaded.notes.count == 3)
        #expect(loaded.notes[0] == "[app] gpu_enabled has no effect here: encoding is done on the CPU")
    }
}
