/// The words of subjects: which carry the meaning, and what short forms stand for.
enum SubjectWords {
    /// The words of a subject that may name something, in order, without marks.
    static func content(_ subject: String) -> [String] {
        subject.split { $0.isWhitespace || ",;:!?\"“”()/|".contains($0) }
            .map { word in word.hasSuffix("'s") || word.hasSuffix("’s") ? String(word.dropLast(2)) : String(word) }
            .map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
            .filter { !$0.isEmpty && !StopWords.english.contains($0.lowercased()) }
    }

    /// Words that say what about a thing, not which thing.
    static let aspects: Set<String> = [
        "history", "future", "benefits", "benefit", "role", "impact", "importance", "basics", "introduction", "guide",
        "tips", "tip", "ways", "way", "facts", "fact", "secrets", "secret", "best", "top", "reasons", "reason",
        "things", "thing", "story", "truth", "beginner", "beginners", "explained", "power", "rise", "meaning", "world",
        "effects", "effect", "advantages", "disadvantages", "pros", "cons", "overview", "ideas", "tricks", "hacks",
        "steps", "myths", "daily", "modern", "amazing", "new", "good", "better", "great", "simple", "easy", "quick",
        "ultimate", "complete", "first", "day", "days", "life", "video", "short", "minute", "minutes", "year", "years",
        "today", "tomorrow", "trends", "latest", "use", "uses", "using", "works", "work", "learn", "learning",
    ]

    /// What common short forms stand for.
    static let abbreviations = [
        "AI": "artificial intelligence", "ML": "machine learning", "VR": "virtual reality", "AR": "augmented reality",
        "IOT": "internet of things", "EV": "electric car", "EVS": "electric car", "LLM": "large language model",
        "LLMS": "large language model", "UFO": "unidentified flying object", "TV": "television",
        "PC": "personal computer",
        "NLP": "natural language processing", "CPU": "central processing unit", "GPS": "global positioning system",
        "CO2": "carbon dioxide", "NFT": "non-fungible token", "NFTS": "non-fungible token",
        "SEO": "search engine optimization",
        "HR": "human resources", "USA": "United States", "UK": "United Kingdom", "EU": "European Union",
        "UN": "United Nations", "WWW": "world wide web", "DIY": "do-it-yourself",
        "PTSD": "posttraumatic stress disorder",
        "ADHD": "attention deficit hyperactivity disorder", "CRYPTO": "cryptocurrency", "3D": "three-dimensionality",
    ]

    /// Words whose first meaning in WordNet is not what people make videos of.
    static let redirects = [
        "space": "outer space", "health care": "healthcare", "bank": "depository financial institution",
        "phone": "mobile phone", "phones": "mobile phone", "gym": "gymnasium",
        "banks": "depository financial institution",
        "movies": "movie", "ads": "advertising", "pc": "personal computer", "plane": "airplane", "planes": "airplane",
    ]
}
