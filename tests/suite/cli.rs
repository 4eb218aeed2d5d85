//! The program as its users run it: README.md and the cases in `testdata/cli`.

#[test]
fn readme_and_cases_show_what_the_program_prints() {
    let cases = trycmd::TestCases::new();
    // What could change the output from outside. An empty value counts as unset; not that of WHY401_KEY, which is a finding.
    for name in ["WHY401_KEY_ID", "WHY401_ISSUER_ID", "CLICOLOR_FORCE", "LC_ALL", "LC_CTYPE"] {
        cases.env(name, "");
    }
    cases.env("LANG", "C.UTF-8").env("NO_COLOR", "1").case("README.md").case("testdata/cli/*.toml");
}
