import EventStore

/// Limits and access, without a word on who: whoever may see a dashboard need not know the callers' names.
extension PanelSource {
    static let accessSources: [PanelSource] = [
        PanelSource("limits.usage", .table, "The limits in force, and how much the busiest caller has left") { models in
            table(
                ["limit", "counted by", "role", "tool", "quota", "seconds", "callers", "least left"],
                models[RateLimits.self].usage(at: models.time).map {
                    [
                        .string($0.policy.name), .string($0.policy.scope.rawValue), .optional($0.policy.role),
                        .optional($0.policy.tool), .int($0.policy.quota), .int($0.policy.window), .int($0.callers),
                        .int($0.leastLeft),
                    ]
                })
        },
        PanelSource("limits.quotas", .table, "The quotas in force, and what whoever has used most of each has used") {
            models in
            table(
                ["quota", "role", "limit", "users", "most used"],
                models[Quotas.self].usage(at: models.time).map {
                    [
                        .string($0.quota.rawValue), .optional($0.role), .int($0.limit), .int($0.users),
                        .int($0.mostUsed),
                    ]
                })
        },
    ]
}
