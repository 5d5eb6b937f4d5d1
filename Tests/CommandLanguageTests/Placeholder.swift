// CommandLanguageTests
