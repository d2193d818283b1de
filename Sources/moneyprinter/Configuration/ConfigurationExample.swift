/// Writes `config.example.toml` from the settings, so that the file cannot say anything else than the code.
enum ConfigurationExample {
    /// The whole file; loading it gives the defaults.
    static func text() -> String {
        let defaults = Configuration()
        var lines = header
        var table = ""
        for section in Settings.sections {
            lines += ["", "# \(section.title)."]
            if let next = section.settings.first?.place.table, next != table {
                table = next
                lines += ["[\(table)]"]
            }
            lines += section.settings.flatMap { entry($0, defaults) }
        }
        lines += namedTables + defaults.alertRules.flatMap(rule)
        return lines.joined(separator: "\n")
    }

    private static let header = """
        # moneyprinter: every setting, with its default. Copy the file to config.toml and keep what you change.
        #
        # A line that starts with "# name =" shows a setting without a default. Each setting can also be given in the
        # environment: those of [app] under the same name in capitals (MCP_SERVER_PORT), the others as
        # MONEYPRINTER_ + table + name (MONEYPRINTER_LLM_MODEL), the data folder as MONEYPRINTER_DATA.
        # An unknown key, a wrong type or a value out of range is an error that names the line.
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

    private static func entry(_ setting: Setting, _ defaults: Configuration) -> [String] {
        var about = wrapped(setting.documentation) + wrapped("Allowed: \(setting.expected).")
        if let later = setting.later { about.append("# Accepted and checked today; takes effect with \(later).") }
        if !setting.aliases.isEmpty { about.append("# Also as [app] \(setting.aliases.joined(separator: ", ")).") }
        let value = setting.written(defaults)
        return about + [(value == nil ? "# " : "") + "\(setting.place.key) = \(value ?? setting.sample)"]
    }

    /// Comment lines of at most 110 columns.
    private static func wrapped(_ text: String) -> [String] {
        text.split(separator: " ").reduce(into: ["#"]) { lines, word in
            if lines[lines.count - 1].count + 1 + word.count > 110 { lines.append("#") }
            lines[lines.count - 1] += " " + word
        }
    }

    private static let namedTables = """

        # What the log keeps of the calls of one tool, where that is not as for all.
        # [recording.tools.generate_video_script]
        # arguments = "redacted"
        # results = "hashed"
        # provider_answers = "off"
        # fields = ["video_subject"]

        # API keys: the key itself, and whom it stands for. Roles: admin, user, viewer.
        # Keys of the published form; those of `moneyprinter keys` are better. Published sample keys are refused.
        # Settings of [app] that stand below one of the next three headers still count as settings of [app].
        [app.mcp_api_keys]
        # "…" = { name = "Ann", role = "user", active = true, created = "2026-01-31T09:00:00Z", expires = "2027-01-31T09:00:00Z" }

        # Secrets of clients that sign their requests.
        [app.mcp_client_secrets]
        # "client_001" = "…"

        # Roles of those clients; one without a role is a user.
        [app.mcp_client_roles]
        # "client_001" = "user"

        # Units that a call of a tool costs; 1 where it is not named.
        # [limits.costs]
        # create_video = 10

        # How much of the service one caller may have; the operator, who needs no key, may have all. Open tasks; tasks and
        # seconds of video in a day, which begins at midnight UTC; and what its tasks left on the disk. A table of a
        # role's name has what is different for that role.
        # [limits.quotas]
        # open_tasks = 200
        # tasks_a_day = 2000
        # video_seconds_a_day = 14400
        # disk_megabytes = 20000
        # [limits.quotas.viewer]
        # tasks_a_day = 20

        # Limits of your own, beside the published ones or in the place of one of the same name. Scopes: principal,
        # connection, address, tool, principal_tool, role; "role" and "tool" narrow it.
        # [[limits.policies]]
        # name = "videos-a-day"
        # scope = "principal_tool"
        # tool = "create_video"
        # quota = 200
        # window = 86400

        # Other services whose tokens are believed. name, issuer, one of jwks_url and jwks_file, and roles or default_role
        # must be there; the others show their defaults. "audience" is by default the service's own address with /mcp.
        # [[access.issuers]]
        # name = "corp"                                    # its subjects are called corp/SUBJECT here
        # issuer = "https://login.example.org"             # the exact 'iss'
        # jwks_url = "https://login.example.org/jwks"      # or jwks_file = "jwks.json"
        # audience = ["https://videos.example.org/mcp"]
        # algorithms = ["ES256", "EdDSA", "RS256"]
        # types = ["at+jwt"]
        # subject_claim = "sub"
        # role_claim = "role"
        # roles = ["video-admins=admin", "staff=user"]     # the first whose value the claim has
        # default_role = "viewer"                          # without it, others are refused
        # scopes = false                                   # whether 'scope' limits what the role may
        # required = ["nbf", "jti"]                        # besides exp and iat
        # lifetime = 3600                                  # seconds from iat to exp at most

        # Alert rules. The condition is an operator (> < >= <= == !=), one space and a number; it must hold for
        # "duration" seconds, and a rule that fired says nothing more for "cooldown" seconds. Severities: critical,
        # warning, info. The rules of a file replace these four.
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

    private static func rule(_ rule: AlertRule) -> [String] {
        [
            "[[app.mcp_alert_rules]]", "name = \"\(rule.name)\"", "metric = \"\(rule.metric)\"",
            "condition = \"\(rule.condition)\"", "duration = \(rule.durationSeconds)",
            "cooldown = \(rule.cooldownSeconds)", "severity = \"\(rule.severity.rawValue)\"",
            "enabled = \(rule.isEnabled)", "",
        ]
    }
}
