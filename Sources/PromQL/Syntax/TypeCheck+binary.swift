extension TypeCheck {
    func check(_ binary: BinaryExpression) throws(ParseError) {
        try check(binary.left)
        try check(binary.right)
        try checkModifiers(binary)
        let (left, right) = (binary.left.type, binary.right.type)
        for side in [binary.left, binary.right] where side.type != .scalar && side.type != .vector {
            let message = "binary expression must contain only scalar and instant vector types"
            throw ParseError(message, at: side.range.start, in: text)
        }
        let start = binary.left.range.start
        if left == .vector && right == .vector {
            if binary.operation.isSetOperation && binary.matching.grouping != .oneToOne {
                let operation = Quoting.quoted(binary.operation.rawValue)
                throw ParseError("no grouping allowed for \(operation) operation", at: start, in: text)
            }
            return
        }
        if !binary.matching.labels.isEmpty {
            throw ParseError("vector matching only allowed between instant vectors", at: start, in: text)
        }
        if binary.operation.isSetOperation {
            let operation = Quoting.quoted(binary.operation.rawValue)
            throw ParseError("set operator \(operation) not allowed in binary scalar expression", at: start, in: text)
        }
    }

    private func checkModifiers(_ binary: BinaryExpression) throws(ParseError) {
        let offset = binary.operatorOffset
        if binary.returnsBool && !binary.operation.isComparison {
            throw ParseError("bool modifier can only be used on comparison operators", at: offset, in: text)
        }
        let isScalar = binary.left.type == .scalar && binary.right.type == .scalar
        if binary.operation.isComparison && !binary.returnsBool && isScalar {
            throw ParseError("comparisons between scalars must use BOOL modifier", at: offset, in: text)
        }
        guard binary.matching.isOn else { return }
        if let twice = binary.matching.labels.first(where: binary.matching.included.contains) {
            let message = "label \(Quoting.quoted(twice)) must not occur in ON and GROUP clause at once"
            throw ParseError(message, at: offset, in: text)
        }
    }
}
