import Testing

@testable import VideoTools

@Suite("A program that stays up and answers lines")
struct ProgramConversationTests {
    private func conversation(_ code: String, timeout: Duration = .seconds(20)) -> ProgramConversation {
        ProgramConversation(
            program: ExternalProgram(executable: "python3", timeout: timeout, grace: .milliseconds(300)),
            arguments: ["-c", "import sys, os, time\n" + code])
    }

    private let echo = """
        for line in sys.stdin:
            if line.strip() == "die": sys.exit("out of paper")
            if line.strip() == "hang": time.sleep(60)
            if line.strip() == "pid": line = str(os.getpid()) + "\\n"
            if line.strip() == "chatter": sys.stderr.write("x" * 500_000)
            sys.stdout.write(line); sys.stdout.flush()
        """

    @Test("requests are answered in order by one process, also when they come all at once")
    func order() async throws {
        let talk = conversation(echo)
        let first = try await talk.request("pid")
        let answers = try await withThrowingTaskGroup(of: (String, String).self) { group in
            for number in 0..<50 {
                group.addTask { ("n\(number)", try await talk.request("n\(number)")) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 50)
        #expect(answers.allSatisfy { $0.0 == $0.1 })
        #expect(try await talk.request("pid") == first)
        await talk.close()
    }

    @Test("a program that dies tells its last words, and the next request starts it anew")
    func restart() async throws {
        let talk = conversation(echo)
        let first = try await talk.request("pid")
        let error = await #expect(throws: StageError.self) { try await talk.request("die") }
        #expect(error?.code == .providerFailed)
        #expect(error?.message.contains("out of paper") == true)
        #expect(try await talk.request("pid") != first)
        await talk.close()
    }

    @Test("a request that takes too long ends the program, and no later request sees its answer")
    func timeout() async throws {
        let program = ExternalProgram(executable: "sh", timeout: .seconds(1), grace: .milliseconds(300))
        let code = "while read line; do [ $line = hang ] && sleep 60; echo $line; done"
        let talk = ProgramConversation(program: program, arguments: ["-c", code])
        let error = await #expect(throws: StageError.self) { try await talk.request("hang") }
        #expect(error?.code == .timedOut)
        #expect(try await talk.request("after") == "after")
        await talk.close()
    }

    @Test("a cancelled request returns at once")
    func cancellation() async throws {
        let talk = conversation(echo)
        _ = try await talk.request("warm")
        let error = await withTaskGroup(of: StageError?.self) { group in
            group.addTask {
                do throws(StageError) {
                    _ = try await talk.request("hang")
                    return nil
                } catch { return error }
            }
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(error?.code == .cancelled)
        await talk.close()
    }

    @Test("long requests and a program that floods its error stream do not deadlock")
    func flood() async throws {
        let talk = conversation(echo)
        let long = String(repeating: "ab ", count: 300_000) + "end"
        #expect(try await talk.request(long) == long)
        #expect(try await talk.request("chatter") == "chatter")
        await talk.close()
    }

    @Test("a closed conversation starts anew with the next request")
    func close() async throws {
        let talk = conversation(echo)
        let first = try await talk.request("pid")
        await talk.close()
        #expect(try await talk.request("pid") != first)
        await talk.close()
    }
}
