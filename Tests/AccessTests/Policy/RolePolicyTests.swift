import Access
import Testing

@Suite("The policy")
struct RolePolicyTests {
    private let policy = RolePolicy(version: 3)
    private let tools = [
        "generate_video_script", "generate_video_terms", "create_video", "synthesize_voice", "batch_video_generation",
        "analyze_video_content", "get_generation_status",
    ]

    private func principal(_ role: String, scopes: [String]? = nil) -> Principal {
        Principal(
            id: "ann", role: role, scopes: scopes?.compactMap(PermissionPattern.init), credential: .apiKey(id: "k"))
    }

    private func callable(_ role: String) -> [String] {
        tools.filter { policy.decide(principal(role), .call(tool: $0)).isPermitted }
    }

    @Test("gives the published roles their published tools")
    func published() {
        #expect(callable("admin") == tools)
        #expect(callable("user") == tools.filter { !["batch_video_generation", "analyze_video_content"].contains($0) })
        #expect(callable("viewer") == ["analyze_video_content", "get_generation_status"])
    }

    @Test("names the rule and its own version")
    func evidence() {
        let permitted = policy.decide(principal("user"), .call(tool: "create_video"))
        #expect(permitted == Decision(isPermitted: true, rule: "user: allow tools:call:*", policy: 3))
        let denied = policy.decide(principal("user"), .call(tool: "batch_video_generation"))
        #expect(denied.rule == "user: deny tools:call:batch_video_generation")
        #expect(policy.decide(principal("user"), Permission("keys", "write")).rule == "user: no rule")
    }

    @Test("denies what no rule allows, and everything to a role that nobody made")
    func defaults() {
        #expect(!policy.decide(principal("viewer"), Permission("alerts", "write")).isPermitted)
        #expect(!policy.decide(principal("root"), Permission("tools", "list")).isPermitted)
        #expect(!policy.decide(principal(""), Permission("tools", "list")).isPermitted)
        #expect(!policy.decide(principal("ADMIN"), Permission("tools", "list")).isPermitted)
    }

    @Test("lets an explicit denial win, wherever it stands")
    func denial() throws {
        let role = try Role(name: "ops", allow: ["*", "alerts:write"], deny: ["alerts:*"])
        let policy = RolePolicy(roles: [role])
        #expect(!policy.decide(principal("ops"), Permission("alerts", "write")).isPermitted)
        #expect(policy.decide(principal("ops"), Permission("events", "read", "any")).isPermitted)
    }

    @Test("gives a key with scopes what both role and scopes allow")
    func scopes() {
        let limited = principal("user", scopes: ["tools:call:create_*", "keys:*"])
        #expect(policy.decide(limited, .call(tool: "create_video")).isPermitted)
        #expect(policy.decide(limited, .call(tool: "synthesize_voice")).rule == "scope")
        #expect(!policy.decide(limited, Permission("keys", "write")).isPermitted)
        #expect(!policy.decide(principal("admin", scopes: []), Permission("tools", "list")).isPermitted)
    }

    @Test("tells what is one's own from what is another's")
    func ownership() {
        let ann = principal("user")
        let own = Permission.on("tasks", "read", ownedBy: "ann", for: ann)
        let other = Permission.on("tasks", "read", ownedBy: "bob", for: ann)
        let nobody = Permission.on("tasks", "read", ownedBy: nil, for: ann)
        #expect(policy.decide(ann, own).isPermitted)
        #expect(!policy.decide(ann, other).isPermitted && !policy.decide(ann, nobody).isPermitted)
        #expect(policy.decide(principal("viewer"), other).isPermitted)
    }

    @Test("in a dry run lets pass and says what it would have done")
    func dryRun() {
        let dry = RolePolicy(isDryRun: true).decide(principal("viewer"), Permission("keys", "write"))
        #expect(dry.allows && !dry.isPermitted)
        let enforced = policy.decide(principal("viewer"), Permission("keys", "write"))
        #expect(!enforced.allows)
    }

    @Test("takes a saved role that cannot be read for one that may nothing, also in place of a built-in one")
    func unreadable() {
        let policy = RolePolicy(
            roles: PublishedRoles.all + [.saved(name: "user", allow: ["tools:list", "not a pattern"], deny: [])])
        #expect(!policy.decide(principal("user"), Permission("tools", "list")).isPermitted)
        #expect(policy.decide(principal("admin"), Permission("tools", "list")).isPermitted)
    }

    @Test("answers what somebody may do")
    func effective() {
        let asked = [Permission("tools", "list"), Permission("keys", "write"), .call(tool: "create_video")]
        #expect(policy.permitted(principal("viewer"), among: asked) == [Permission("tools", "list")])
    }

    @Test("does not let a client's text pass for more parts than it is")
    func injection() {
        #expect(!policy.decide(principal("viewer"), .call(tool: "x:get_generation_status")).isPermitted)
        #expect(!policy.decide(principal("viewer"), .call(tool: "get_generation_status\0")).isPermitted)
        #expect(!policy.decide(principal("viewer"), .call(tool: "*")).isPermitted)
    }
}

@Suite("A permission pattern")
struct PermissionPatternTests {
    @Test(
        "matches part by part",
        arguments: [
            ("*", ["a"], true), ("*", ["a", "b", "c"], true), ("a:*", ["a"], true), ("a:*", ["a", "b", "c"], true),
            ("a:*", ["b"], false), ("a:b", ["a"], false), ("a", ["a", "b"], false), ("a:*:c", ["a", "b", "c"], true),
            ("a:*:c", ["a", "c"], false), ("a:x*z", ["a", "xyz"], true), ("a:x*z", ["a", "xz"], true),
            ("a:x*z", ["a", "xzy"], false), ("a:*b*c", ["a", "abcbc"], true), ("a:**", ["a", "q"], true),
            ("a:x*", ["a", "x", "y"], false),
        ])
    func matching(pattern: String, parts: [String], isMatch: Bool) throws {
        let permission =
            switch parts.count {
            case 1: Permission(parts[0])
            case 2: Permission(parts[0], parts[1])
            default: Permission(parts[0], parts[1], parts[2])
            }
        #expect(try #require(PermissionPattern(pattern)).matches(permission) == isMatch)
    }

    @Test("takes a time that stars do not blow up")
    func backtracking() throws {
        let pattern = try #require(PermissionPattern(String(repeating: "*a", count: 60) + "b"))
        #expect(!pattern.matches(Permission(String(repeating: "a", count: 5000))))
    }

    @Test(
        "that is none is refused",
        arguments: ["", ":", "a:", ":a", "a b", "a:ü", "a:\n", String(repeating: "a", count: 201)])
    func faults(text: String) {
        #expect(PermissionPattern(text) == nil)
        #expect(throws: RoleError.self) { try Role(name: "r", allow: [text], deny: []) }
        #expect(throws: RoleError.self) { try Role(name: "r", allow: [], deny: [text]) }
    }
}

@Suite("A principal's name")
struct PrincipalNameTests {
    @Test("is any text that people can read", arguments: ["ann", "Ann Example", "ann@example.org", "アン", "a:b"])
    func names(name: String) { #expect(Principal.fault(inName: name) == nil) }

    @Test(
        "is not reserved, empty, long, of two parts or invisible",
        arguments: [
            "", "local", "idp/ann", "a\nb", "a\0", "a\u{202E}b", "\u{200B}", String(repeating: "a", count: 129),
        ])
    func faults(name: String) { #expect(Principal.fault(inName: name) != nil) }
}
