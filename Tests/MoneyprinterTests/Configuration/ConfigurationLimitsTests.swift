import EventStore
import Testing

@testable import moneyprinter

@Suite("Limits in a configuration")
struct ConfigurationLimitsTests {
    private func load(_ text: String) throws -> Configuration { try LoadedText.load(text) }
    private func faults(_ text: String) -> String { LoadedText.faults(text) }

    @Test("costs and policies are those of the file, beside or in place of the published ones")
    func policies() throws {
        let limits = try load(
            """
            [limits.costs]
            create_video = 10
            [[limits.policies]]
            name = "videos-a-day"
            scope = "principal_tool"
            tool = "create_video"
            quota = 200
            window = 86400
            [[limits.policies]]
            name = "user-minute"
            role = "user"
            quota = 7
            window = 60
            """
        ).limits.policies
        #expect(limits.costs == ["create_video": 10])
        let own = LimitPolicy(
            name: "videos-a-day", scope: .principalTool, tool: "create_video", quota: 200, window: 86_400)
        #expect(limits.policies.contains(own))
        #expect(limits.policies.filter { $0.name == "user-minute" }.map(\.quota) == [7])
        #expect(limits.policies.contains { $0.name == "user-hour" && $0.quota == 1000 })
    }

    @Test("what is wrong with a cost or a policy is said with its line and what is allowed")
    func faultyPolicies() {
        let text = """
            [limits.costs]
            create_video = 0
            [[limits.policies]]
            name = "A"
            quota = 0
            [[limits.policies]]
            name = "b"
            quota = 1
            window = 1
            scop = "tool"
            """
        let lines = faults(text).split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("config.toml:2: [limits.costs] create_video is 0: allowed is") })
        #expect(lines.contains { $0.contains("[[limits.policies]] name is \"A\": allowed is") })
        #expect(lines.contains { $0.contains("[[limits.policies]] quota is 0: allowed is") })
        #expect(lines.contains { $0.contains("has no window") })
        #expect(lines.contains { $0.contains("scop is no known key: did you mean 'scope'?") })
    }

    @Test("quotas are those of all roles, with what a role has of its own")
    func quotas() throws {
        let set = try load(
            """
            [limits.quotas]
            open_tasks = 5
            disk_megabytes = 3
            [limits.quotas.viewer]
            open_tasks = 1
            """
        ).limits.quotasSet
        let standard = QuotaRecord()
        #expect(set.base.openTasks == 5 && set.base.diskBytes == 3_000_000)
        #expect(set.base.tasksADay == standard.tasksADay && set.base.videoSecondsADay == standard.videoSecondsADay)
        #expect(
            set.roles == [
                "viewer": {
                    var own = set.base
                    own.openTasks = 1
                    return own
                }()
            ])
    }

    @Test("what is wrong with a quota is said with its line and what is allowed")
    func faultyQuotas() {
        let base = faults("[limits.quotas]\nopen_tasks = 0\nopen_task = 3").split(separator: "\n")
        #expect(
            base.contains { $0.hasPrefix("config.toml:2: [limits.quotas] open_tasks is 0: allowed is a whole number") })
        #expect(base.contains { $0.contains("open_task is no known key: did you mean 'open_tasks'?") })
        let role = faults("[limits.quotas.viewer]\ntasks_a_day = \"x\"")
        #expect(role.hasPrefix("config.toml:2: [limits.quotas.viewer] tasks_a_day is \"x\": allowed is"))
    }
}
