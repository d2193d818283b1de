/// Texts for languages in which the service knows no facts offline: the right questions, no claims.
enum OutlineScripts {
    /// - Throws: `invalidInput` that says which languages there are and what to do about the others.
    static func script(for request: ScriptRequest) throws(StageError) -> Script {
        let language = request.primaryLanguage
        guard let template = templates[language] else {
            let known = (["en"] + templates.keys.sorted()).joined(separator: ", ")
            throw StageError(
                .invalidInput, "no script can be written offline in the language \(language.debugDescription)",
                hint: "give video_script, configure a chat endpoint, or use one of \(known)")
        }
        let paragraphs = template.prefix(max(1, request.paragraphs))
        let text = paragraphs.joined(separator: "\n\n").replacing("%@", with: request.subject)
        var warnings = ["an outline of questions: no facts in this language are known offline"]
        if paragraphs.count < request.paragraphs {
            warnings.append("the outline has \(paragraphs.count) of \(request.paragraphs) paragraphs")
        }
        return Script(
            text: text, language: request.language.isEmpty ? language : request.language, provider: "outline",
            warnings: warnings)
    }

    private static let templates: [String: [String]] = [
        "de": [
            """
            %@: Was steckt wirklich dahinter? Wer ein Thema verstehen will, beginnt mit drei einfachen Fragen. Erstens: \
            Was genau ist damit gemeint, und was nicht? Zweitens: Woher kommt es, und wer hat es bekannt gemacht? \
            Drittens: Wo begegnet es uns im Alltag? Wer diese Fragen beantworten kann, sieht %@ mit anderen Augen und \
            kann bei jedem Gespräch mitreden.
            """,
            """
            Danach lohnt sich der zweite Blick. Wem nützt %@, und wer trägt die Kosten? Was hat sich in den letzten \
            Jahren verändert, und was bleibt gleich? Welche Behauptungen lassen sich prüfen? Am besten vergleicht man \
            mehrere Quellen und spricht mit Menschen, die eigene Erfahrungen haben.
            """,
        ],
        "es": [
            """
            %@: ¿qué hay realmente detrás? Para entender un tema, conviene empezar con tres preguntas sencillas. La \
            primera: ¿qué es exactamente, y qué no es? La segunda: ¿de dónde viene, y quién lo dio a conocer? La tercera: \
            ¿dónde lo encontramos en la vida diaria? Quien sabe responder a estas preguntas mira %@ con otros ojos y puede \
            participar en cualquier conversación.
            """,
            """
            Después vale la pena mirar otra vez. ¿A quién ayuda, y quién paga el precio? ¿Qué ha cambiado en los últimos \
            años, y qué sigue igual? ¿Qué afirmaciones se pueden comprobar? Lo mejor es comparar varias fuentes y hablar \
            con personas que tienen experiencia propia.
            """,
        ],
        "fr": [
            """
            %@ : que se cache-t-il vraiment derrière ces mots ? Pour comprendre un sujet, il suffit de commencer par trois \
            questions simples. Première question : de quoi s'agit-il exactement ? Deuxième question : d'où cela vient-il, \
            et qui l'a fait connaître ? Troisième question : où le rencontre-t-on dans la vie de tous les jours ? Avec ces \
            réponses, vous verrez %@ d'un autre œil.
            """,
            """
            Ensuite, un second regard en vaut la peine. À qui cela profite-t-il, et qui en paie le prix ? Qu'est-ce qui a \
            changé ces dernières années ? Quelles affirmations peut-on vérifier ? Le mieux est de comparer plusieurs \
            sources et de parler avec des personnes qui en ont l'expérience.
            """,
        ],
        "zh": [
            """
            今天我们来聊聊%@。要真正了解一个话题，可以先问三个简单的问题。第一，它到底指的是什么？第二，它从哪里来，是谁让它为人所知？\
            第三，我们在日常生活中的哪里会遇到它？回答了这三个问题，你再看%@，就会有不一样的眼光。
            """,
            """
            接下来，不妨再想一想。它对谁有好处，又由谁来承担代价？最近几年发生了哪些变化，又有什么没有变？哪些说法可以验证？\
            最好的办法是比较不同的来源，并听听有亲身经验的人怎么说。
            """,
        ],
    ]
}
