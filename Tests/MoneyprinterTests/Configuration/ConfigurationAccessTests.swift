import EventStore
import Testing

@testable import moneyprinter

@Suite("Keys, clients and alert rules in a configuration")
struct ConfigurationAccessTests {
    private func load(_ text: String) throws -> Configuration { try LoadedText.load(text) }
    private func faults(_ text: String) -> String { LoadedText.faults(text) }

    @Test("settings that lie inside a sub-table count as settings of [app]", arguments: ["keys", "secrets", "roles"])
    func trap(table: String) throws {
        let header =
            ["keys": "mcp_api_keys", "secrets": "mcp_client_secrets", "roles": "mcp_client_roles"][table] ?? ""
        let loaded = try load(
            """
            [app]
            mcp_server_port = 9000
            [app.\(header)]
            mcp_circuit_breaker_threshold = 7
            mcp_heartbeat_interval = 15
            mcp_enable_alerts = false
            redis_host = "redis"
            openai_model_name = "llama3"
            storage_path = "./storage"
            allowed_origins = "http://localhost:8501"
            gpu_memory_limit = 8192
            """)
        #expect(loaded.gateway.breakerThreshold == 7)
        #expect(loaded.gateway.heartbeatSeconds == 15)
        #expect(loaded.monitoring.alertsEnabled == false)
        #expect(loaded.redis.host == "redis")
        #expect(loaded.llm.model == "llama3")
        #expect(loaded.dataFolder == "./storage")
        #expect(loaded.server.allowedOrigins == ["http://localhost:8501"])
        #expect(loaded.access.apiKeys.isEmpty)
        #expect(loaded.access.clientSecrets.isEmpty)
        #expect(loaded.access.clientRoles.isEmpty)
        #expect(loaded.notes.count == 1)
    }

    @Test("an ill-typed or misspelt setting inside a sub-table is an error there")
    func trapFaults() {
        let text = "[app.mcp_client_roles]\nredis_port = \"x\"\nredis_hots = \"user\""
        let lines = faults(text).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("config.toml:2: [app] redis_port is \"x\": allowed is"))
        #expect(lines[1].hasSuffix("redis_hots is no known key: did you mean the setting 'redis_host'?"))
    }

    @Test("API keys, client secrets and roles are read")
    func access() throws {
        let loaded = try load(
            """
            [app.mcp_api_keys]
            "mcp_0123456789abcdef" = { name = "Ann", role = "admin", created = "2026-01-01T00:00:00", expires = 2027-01-01T01:00:00+01:00 }
            [app.mcp_client_secrets]
            studio = "0123456789abcdef0123"
            [app.mcp_client_roles]
            studio = "viewer"
            """)
        let key = try #require(loaded.access.apiKeys.first)
        #expect(key.key.value == "mcp_0123456789abcdef")
        #expect(key.name == "Ann")
        #expect(key.role == .admin)
        #expect(key.isActive)
        #expect(key.created?.iso8601 == "2026-01-01T00:00:00.000000Z")
        #expect(key.expires?.iso8601 == "2027-01-01T00:00:00.000000Z")
        #expect(loaded.access.clientSecrets == ["studio": Secret("0123456789abcdef0123")])
        #expect(loaded.access.clientRoles == ["studio": .viewer])
        #expect(loaded.notes.isEmpty)
    }

    @Test(
        "published default secrets are refused",
        arguments: [
            "mcp_jwt_secret = \"default_secret_change_in_production\"",
            "mcp_jwt_secret = \"your-super-secret-jwt-key-change-in-production\"",
            "openai_api_key = \"your_openai_api_key\"",
            "[app.mcp_api_keys]\ndefault_admin = { name = \"x\", role = \"admin\" }",
            "[app.mcp_api_keys]\nmcp_admin_key_12345 = { name = \"x\", role = \"admin\" }",
            "[app.mcp_client_secrets]\nclient_001 = \"hmac_secret_for_client_001\"",
        ])
    func publishedSecrets(line: String) {
        let message = faults("[app]\n\(line)")
        #expect(message.contains("everybody knows"))
        #expect(!message.contains("mcp_admin_key_12345"))
    }

    @Test("a short secret is refused, and no message or dump shows a secret")
    func secretsStayHidden() throws {
        let message = faults("[app]\nmcp_jwt_secret = \"hush-hush\"")
        #expect(message.contains("has 9 bytes, allowed are 32 or more"))
        #expect(!message.contains("hush"))
        var loaded = Configuration()
        loaded.access.jwtSecret = Secret("hush-hush")
        #expect(!"\(loaded)".contains("hush"))
        #expect(!String(reflecting: loaded).contains("hush"))
        var dumped = ""
        dump(loaded, to: &dumped)
        #expect(!dumped.contains("hush"))
    }

    @Test("the rules of a file replace the sample's")
    func rules() throws {
        let loaded = try load(
            """
            [[app.mcp_alert_rules]]
            name = "slow"
            metric = "mcp.tools.duration.p95"
            condition = ">= 2"
            severity = "info"
            """)
        #expect(
            loaded.alertRules == [
                AlertRule(name: "slow", metric: "mcp.tools.duration.p95", condition: ">= 2", severity: .info)
            ])
    }

    @Test(
        "a rule's fault names its line and what is allowed",
        arguments: [
            (
                "condition = \">10\"", 5,
                "condition is \">10\": allowed is one of > < >= <= == !=, one space and a number"
            ),
            ("condition = \"> ten\"", 5, "condition is \"> ten\": allowed is"),
            ("condition = \"> 1\"\nsevrity = \"info\"", 6, "sevrity is no known key: did you mean 'severity'?"),
            ("duration = -1", 5, "duration is -1: allowed is a whole number from 0 to 604800"),
            ("", 2, "has no condition: it must have"),
        ])
    func ruleFaults(lines: String, line: Int, message: String) {
        let text = "[app]\n[[app.mcp_alert_rules]]\nname = \"a\"\nmetric = \"m\"\n\(lines)"
        #expect(faults(text).contains("config.toml:\(line): [[app.mcp_alert_rules]] \(message)"))
    }

    @Test("two rules of one name are an error at the second")
    func sameName() {
        let rule = "[[app.mcp_alert_rules]]\nname = \"a\"\nmetric = \"m\"\ncondition = \"> 1\"\n"
        #expect(faults(rule + rule) == "config.toml:5: [[app.mcp_alert_rules]] has a second rule 'a'")
    }
}
