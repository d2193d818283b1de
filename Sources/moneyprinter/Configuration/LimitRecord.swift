import EventStore

/// One entry of `[[limits.policies]]`: a limit of the operator's own.
struct LimitRecord: Equatable, Sendable {
    var name = ""
    var scope = LimitPolicy.Scope.principal
    var role: String?
    var tool: String?
    var quota = 0
    var window = 0

    var policy: LimitPolicy {
        LimitPolicy(name: name, scope: scope, role: role, tool: tool, quota: quota, window: window)
    }
}

extension Field where Record == LimitRecord {
    static var all: [Field] {
        [
            Field(
                "name", \.name,
                .text("1 to 40 of a-z, 0-9 and -", length: 1...40) { name in
                    name.utf8.allSatisfy {
                        (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
                    }
                }, isRequired: true),
            Field("scope", \.scope, .choice),
            Field("role", \.role, Form<String>.text("a role's name", length: 1...40).optional),
            Field("tool", \.tool, Form<String>.text("a tool's name", length: 1...128).optional),
            Field("quota", \.quota, .integer(LimitPolicy.quotaRange), isRequired: true),
            Field("window", \.window, .integer(LimitPolicy.windowRange), isRequired: true),
        ]
    }
}
