package dev.profilekeep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.session.PowerShellTokens.Kind;
import dev.profilekeep.session.PowerShellTokens.Token;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script for session hosts, as far as it can be judged where there is no PowerShell. */
class HostReportScriptTest {
    private static final Pattern COMMAND = Pattern.compile("[A-Z][a-zA-Z]+-[A-Z][a-zA-Z]+");

    /** None of them changes anything on a host. */
    private static final Set<String> READS = Set.of(
            "Get-Item",
            "Get-ChildItem",
            "Get-Content",
            "Get-CimInstance",
            "Get-WinEvent",
            "Get-Date",
            "Get-Random",
            "Test-Path",
            "Join-Path",
            "New-Object",
            "Add-Type",
            "ForEach-Object",
            "Select-Object",
            "Sort-Object",
            "ConvertTo-Json",
            "Invoke-WebRequest",
            "Set-StrictMode",
            "Start-Sleep",
            "Write-Warning");

    private final String script = script();
    private final List<Token> tokens = PowerShellTokens.of(script);

    private static String script() {
        try (InputStream file =
                HostReportScriptTest.class.getResourceAsStream("/host-report/ProfileKeep-HostReport.ps1")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Strings and comments left out. */
    private String code() {
        return tokens.stream()
                .map(token -> token.kind() == Kind.CODE ? token.text() : " ")
                .collect(Collectors.joining());
    }

    @Test
    void windows_powershell_reads_it_alike_on_every_machine() {
        // Without a mark of its encoding Windows PowerShell takes a file for the machine's own code page.
        assertThat(script.chars()).allMatch(c -> c == '\n' || c >= 32 && c < 127);
    }

    @Test
    void it_uses_nothing_that_windows_powershell_5_1_does_not_know() {
        assertThat(code())
                .doesNotContain("??")
                .doesNotContain("?.")
                .doesNotContain("?[")
                .doesNotContain("&&")
                .doesNotContain("||")
                .doesNotContain("-Parallel")
                .doesNotContain("-AsArray")
                .doesNotContain("-SkipHttpErrorCheck")
                .doesNotContain("clean {")
                .doesNotContainPattern("\\)\\s*\\?\\s");
    }

    @Test
    void it_reads_and_changes_nothing() {
        Set<String> commands = new HashSet<>();
        tokens.stream()
                .filter(token -> token.kind() == Kind.CODE
                        && COMMAND.matcher(token.text()).matches())
                .forEach(token -> commands.add(token.text()));
        Set<String> functions = new HashSet<>();
        Matcher function = Pattern.compile("(?m)^function ([A-Za-z-]+)").matcher(code());
        while (function.find()) {
            functions.add(function.group(1));
        }
        commands.removeAll(functions);
        assertThat(READS).containsAll(commands);
        assertThat(functions).hasSizeGreaterThan(10);
        assertThat(code()).doesNotContain("Invoke-Expression").doesNotContainPattern("\\[(?:System\\.)?IO\\.File]");
    }

    @Test
    void what_it_sends_has_the_names_that_are_read() {
        Map<String, List<String>> sent = literals();
        Map<String, List<String>> read = new LinkedHashMap<>();
        for (Class<?> type : new Class<?>[] {
            HostReport.class,
            HostReport.Setting.class,
            HostReport.Service.class,
            HostReport.Session.class,
            HostReport.Provider.class,
            HostReport.CacheDisk.class,
            HostReport.Mount.class,
            HostReport.Event.class
        }) {
            String name = type == HostReport.class ? "HostReport" : "HostReport." + type.getSimpleName();
            read.put(
                    name,
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .toList());
        }
        assertThat(sent).isEqualTo(read);
        assertThat(Arrays.stream(HostReport.class.getDeclaredClasses())
                        .filter(Class::isRecord)
                        .count())
                .isEqualTo(read.size() - 1L);
        assertThat(code()).contains("schemaVersion       = " + HostReport.VERSION + "\n");
    }

    /** The names of each hashtable that says which record it is. */
    private Map<String, List<String>> literals() {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() != Kind.COMMENT || !token.text().startsWith("# HostReport")) {
                continue;
            }
            List<String> names = new ArrayList<>();
            int depth = 1;
            StringBuilder line = new StringBuilder();
            for (int next = i + 1; depth > 0; next++) {
                String text =
                        tokens.get(next).kind() == Kind.CODE ? tokens.get(next).text() : "''";
                if ("({[".contains(text)) {
                    depth++;
                } else if (")}]".contains(text)) {
                    depth--;
                }
                if (text.equals("=") && depth == 1) {
                    names.add(line.toString().strip());
                }
                if (text.equals("\n")) {
                    line.setLength(0);
                } else {
                    line.append(text);
                }
            }
            found.put(token.text().substring(2).strip(), names);
        }
        return found;
    }

    @Test
    void no_secret_stands_on_its_command_line_and_every_parameter_is_described() {
        String parameters = code().substring(code().indexOf("param("), code().indexOf("if ($ExecutionContext"));
        Matcher parameter = Pattern.compile("\\$([A-Z][A-Za-z]+)").matcher(parameters);
        List<String> names = new ArrayList<>();
        while (parameter.find()) {
            names.add(parameter.group(1));
        }
        assertThat(names)
                .contains("Url", "TokenFile", "WhatIf")
                .noneMatch(name -> name.matches("(?i)token|password|secret|key"))
                .allSatisfy(name -> assertThat(script).contains(".PARAMETER " + name + "\n"));
    }

    @Test
    void it_speaks_tls_1_2_and_sends_utf_8() {
        assertThat(script)
                .contains("SecurityProtocol = [Net.SecurityProtocolType]::Tls12")
                .contains("[Text.Encoding]::UTF8.GetBytes(")
                .contains("'application/json; charset=utf-8'")
                .contains("$Endpoint = '/api/v1/host-reports'");
    }

    @Test
    void only_the_portals_own_answers_count_as_sent() {
        assertThat(code())
                .contains("-MaximumRedirection 0 -ErrorAction SilentlyContinue")
                .contains("$status -eq 202 -or $status -eq 204")
                .doesNotContain("Invoke-RestMethod");
        assertThat(code().split("return \\$true", -1))
                .as("one in Test-FileServer, one in Send-Report")
                .hasSize(3);
    }

    /** What it gathers must not be older than the time it tells, and an older portal has none to tell. */
    @Test
    void it_asks_the_portal_for_its_time_before_it_gathers_and_reports_without_it_all_the_same() {
        assertThat(script).contains("$TimeEndpoint = '/api/v1/hosts/time'");
        String asking = script.substring(
                script.indexOf("function Get-ServerTime"), script.indexOf("function Get-Report($ServerTime)"));
        assertThat(asking).contains("StatusCode -eq 200").contains("catch {").contains("return $null");
        String doing = code().substring(code().lastIndexOf("Start-Sleep"));
        int asked = doing.indexOf("$serverTime = Get-ServerTime $timeTarget");
        assertThat(asked).isPositive().isLessThan(doing.indexOf("Send-Report (Get-Report $serverTime)"));
        assertThat(code()).contains("(Get-Report $null)");
        assertThat(script).contains("serverTime          = $ServerTime");
    }

    /** Where a policy allows next to nothing, the first thing that is more than that must not come before the plain words. */
    @Test
    void whether_powershell_may_do_what_it_takes_is_looked_at_before_anything_else() {
        String doing = code().substring(code().indexOf("[CmdletBinding()]"));
        int asked = doing.indexOf("$ExecutionContext.SessionState.LanguageMode");
        assertThat(asked).isPositive().isLessThan(doing.indexOf("Set-StrictMode"));
        assertThat(doing.indexOf("New-Object")).isGreaterThan(doing.indexOf("exit 2"));
        assertThat(doing.substring(0, doing.indexOf("exit 2")))
                .doesNotContain("::")
                .doesNotContain("function");
    }

    /** The list of sessions cuts them, and the SID of a cut name may be another person's. */
    @Test
    void a_name_that_may_be_cut_gets_no_sid_by_its_letters() {
        assertThat(script)
                .contains("SizeConst = 21)]\n            public string User")
                .contains("$LongestName = 20\n");
        String byName =
                code().substring(code().indexOf("function Get-SidByName"), code().indexOf("function Get-SessionList"));
        assertThat(byName.indexOf("-ge $LongestName")).isPositive().isLessThan(byName.indexOf("throw"));
        assertThat(byName.indexOf("throw")).isLessThan(byName.indexOf("NTAccount"));
        assertThat(code().split("NTAccount\\(", -1)).as("nowhere else").hasSize(2);
        assertThat(script).contains("WTSQueryUserToken");
    }

    /** A list without it would say that it is not mounted. */
    @Test
    void a_disk_of_which_windows_does_not_say_where_it_lies_leaves_the_mounts_untold() {
        String mounts =
                code().substring(code().indexOf("function Get-MountList"), code().indexOf("function Get-EventList"));
        assertThat(mounts).contains("$path = [string] $disk.Location").contains("if (-not $path.Trim())");
        assertThat(mounts.indexOf("throw")).isPositive().isLessThan(mounts.indexOf("[ordered]"));
        assertThat(code())
                .containsPattern(
                        "\\$mounts = \\$null\\s+try \\{\\s+\\$mounts = @\\(Get-MountList\\)\\s+}\\s+catch \\{");
    }

    @Test
    void every_command_that_is_shown_runs_where_scripts_are_restricted() throws IOException {
        String doc = Files.readString(Path.of("../docs/host-report.md"));
        for (String text : List.of(script, doc)) {
            assertThat(text.lines().filter(line -> line.contains("powershell.exe ")))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).contains("-ExecutionPolicy Bypass"));
        }
        assertThat(doc).doesNotContain("`.\\ProfileKeep-HostReport.ps1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"}", "{", "'", "\"", "(", "<#", "@'\n"})
    void the_tokenizer_notices_what_is_not_closed(String broken) {
        assertThatThrownBy(() -> PowerShellTokens.of(script + broken)).isInstanceOf(AssertionError.class);
    }
}
