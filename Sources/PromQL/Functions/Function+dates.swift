extension Function {
    /// Parts of a time: of each value as seconds since 1970, or of the time of evaluation where there is no argument.
    static let dates: [Function] = [
        date("day_of_month") { $0.day },
        date("day_of_week") { $0.weekday },
        date("day_of_year") { $0.dayOfYear + 1 },
        date("days_in_month") { $0.daysInMonth },
        date("hour") { $0.hour },
        date("minute") { $0.minute },
        date("month") { $0.month },
        date("year") { $0.year },
    ]

    private static func date(_ name: String, _ part: @escaping @Sendable (CivilDate) -> Int) -> Function {
        let value = { @Sendable (seconds: Double) in CivilDate(seconds).map { Double(part($0)) } ?? .nan }
        return Function(
            name, [.vector], optional: 1, readsTime: true,
            .whole { evaluation, call, grid in
                guard let argument = call.arguments.first else {
                    try evaluation.budget.charge(grid.count)
                    return .vector([Column(.none, (0..<grid.count).map { value(Double(grid.time($0) / 1000)) })])
                }
                let operand = try evaluation.vector(argument, on: grid)
                try evaluation.budget.charge(operand.count * grid.count)
                return .vector(try operand.map { $0.map($0.labels.withoutName, value) }.merged())
            })
    }
}
