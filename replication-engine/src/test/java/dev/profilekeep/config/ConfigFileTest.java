package dev.profilekeep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.profilekeep.config.SetConfig.Layout;
import dev.profilekeep.config.SetConfig.Replication;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.storage.Encryption;
import dev.profilekeep.storage.LocationMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    private static final String SMALL =
            """
            sites:
              - {id: fra, zone: Europe/Berlin}
              - {id: lon, zone: Europe/London}
            locations:
              - {id: a, site: fra, address: a}
              - {id: b, site: lon, address: b}
            sets:
              - {id: pool, replication: ENGINE, activeSite: fra, locations: [a, b]}
            """;

    @TempDir
    Path folder;

    private ProfileKeepConfig read(String yaml) {
        Path file = folder.resolve("profilekeep.yml");
        try {
            Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return ConfigFile.read(file);
    }

    private List<ConfigProblem> problems(String yaml) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(yaml));
        assertThat(e).as("refused").isNotNull();
        return e.problems();
    }

    private ConfigProblem problem(String yaml) {
        List<ConfigProblem> problems = problems(yaml);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void a_small_file_gets_careful_defaults() {
        ProfileKeepConfig config = read(SMALL);

        assertThat(config.dataDirectory()).isEqualTo(folder.resolve("data"));
        assertThat(config.database().postgres()).isFalse();
        assertThat(config.database().url()).isEqualTo("jdbc:h2:file:" + folder.resolve("data/catalog"));
        LocationConfig a = config.location("a").orElseThrow();
        assertThat(a.mode()).isEqualTo(LocationMode.OBSERVE);
        assertThat(a.encryption()).isEqualTo(Encryption.PREFERRED);
        assertThat(a.kinds()).containsExactlyInAnyOrder(ContainerKind.values());
        assertThat(a.address()).isEqualTo(folder.resolve("a").toString());
        assertThat(a.credentialsId()).isNull();
        assertThat(a.name()).isEqualTo("a");
        assertThat(config.inventory()).isEqualTo(InventoryPolicy.standard(ZoneId.of("Europe/Berlin")));
        assertThat(config.portal()).isEqualTo(new PortalConfig(null, 8080, "127.0.0.1", List.of()));
        assertThat(config.signIn()).isNull();
        assertThat(config.setOf("b")).map(SetConfig::id).contains("pool");
        assertThat(config.sets().get(0).layout()).isEqualTo(Layout.AUTO);
    }

    @Test
    void the_reference_file_is_read_and_shows_every_key() throws Exception {
        Path reference = repository().resolve("docs/profilekeep.yml");

        ProfileKeepConfig config = ConfigFile.read(reference);

        assertThat(config.database().postgres()).isTrue();
        assertThat(config.sets().get(0).replication()).isEqualTo(Replication.CLOUD_CACHE);
        assertThat(config.locations().get(1).address()).isEqualTo("smb://files.lon.example.com/profiles");
        assertThat(config.locations().get(0).quietHours()).hasSize(2);
        assertThat(config.signIn()).isNotNull();
        assertThat(config.signIn().identityProviders().get(0).clockSkew()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.signIn().roles()).containsOnlyKeys(SignInConfig.ROLES);
        InventoryPolicy policy = config.inventory();
        assertThat(policy).isEqualTo(InventoryPolicy.standard(policy.zone()));

        // Every key that the reader asks for stands in the file.
        String text = Files.readString(reference);
        for (String key : KnownKeys.all(reference)) {
            assertThat(text).as("key %s", key).containsPattern("(?m)(^|[\\s{])" + key + ":");
        }
    }

    private static final String TWO_SITES =
            """
            sites: [{id: fra, zone: Europe/Berlin}, {id: lon, zone: Europe/London}]
            locations: [{id: a, site: fra, address: a}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [a]}]
            portal: {publicUrl: "https://profiles.example.com"}
            signIn:
              identityProviders: [{id: corp, metadata: "file:corp.xml"}]
              roles:
                USER: ["*"]
                HELPDESK: %s
            """;

    private SignInConfig signIn(String helpdesk) throws Exception {
        Path file = Files.writeString(folder.resolve("scopes.yml"), TWO_SITES.formatted(helpdesk));
        return ConfigFile.read(file).signIn();
    }

    @Test
    void a_group_may_hold_its_role_to_sites_and_sets() throws Exception {
        assertThat(signIn("[everywhere, {group: helpdesk-lon, sites: [lon]}, {group: pool, sites: fra, sets: [pool]}]")
                        .roles()
                        .get("HELPDESK"))
                .containsExactly(
                        new SignInConfig.Group("everywhere"),
                        new SignInConfig.Group("helpdesk-lon", Set.of("lon"), Set.of()),
                        new SignInConfig.Group("pool", Set.of("fra"), Set.of("pool")));
        assertThat(signIn("help-all").roles().get("HELPDESK")).containsExactly(new SignInConfig.Group("help-all"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[{group: x, sites: [lom]}]           | signIn.roles.HELPDESK[0].sites: there is no entry of 'sites' 'lom' – did you mean 'lon'?",
                "[{group: x, sets: [fra]}]            | signIn.roles.HELPDESK[0].sets: there is no entry of 'sets' 'fra'",
                "[{group: x, sites: []}]              | signIn.roles.HELPDESK[0].sites: is empty, which would be read as all",
                "[{group: x, sites: }]                | signIn.roles.HELPDESK[0].sites: is empty, which would be read as all",
                "[{sites: [lon]}]                     | signIn.roles.HELPDESK[0].group: is missing",
                "[{group: x, site: [lon]}]            | signIn.roles.HELPDESK[0].site: is not a key that ProfileKeep knows",
                "[{group: '*', sites: [lon]}]         | signIn.roles.HELPDESK: '*' would give this role to everybody",
                "[[x]]                                | signIn.roles.HELPDESK: has an entry that is neither a value nor a group of keys"
            })
    void a_scope_that_would_not_be_what_was_meant_is_refused(String helpdesk, String problem) {
        assertThatThrownBy(() -> signIn(helpdesk))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void ones_own_containers_are_held_to_nothing() throws Exception {
        Path file = Files.writeString(
                folder.resolve("own.yml"),
                TWO_SITES.formatted("[x]").replace("USER: [\"*\"]", "USER: [{group: \"*\", sites: [lon]}]"));
        assertThatThrownBy(() -> ConfigFile.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("signIn.roles.USER[0]: the role USER is for one's own containers");
    }

    @Test
    void the_small_file_of_the_documentation_is_read() throws Exception {
        String page = Files.readString(repository().resolve("docs/configuration.md"));
        int begin = page.indexOf("```yaml\n") + 8;
        ProfileKeepConfig config = read(page.substring(begin, page.indexOf("```", begin)));
        assertThat(config.locations()).hasSize(2);
    }

    private static final String ONE_SITE =
            """
            sites: [{id: fra, zone: UTC}]
            locations: [{id: p, site: fra, address: fra%s}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [p]%s}]
            %s
            """;

    @Test
    void the_hosts_of_a_set_and_how_far_an_act_on_locks_may_go_are_read() {
        ProfileKeepConfig plain = read(ONE_SITE.formatted("", "", ""));
        assertThat(plain.sets().get(0).hosts()).isEmpty();
        assertThat(plain.sets().get(0).cacheEndsWithHost()).isFalse();
        assertThat(plain.locks()).isEqualTo(LockPolicy.STANDARD);
        ProfileKeepConfig told = read(ONE_SITE.formatted(
                "", ", hosts: [AVD-01, AVD-02], cacheEndsWithHost: true", "policies: {locks: {maxPerAct: 7}}"));
        assertThat(told.sets().get(0).hosts()).containsExactly("AVD-01", "AVD-02");
        assertThat(told.sets().get(0).cacheEndsWithHost()).isTrue();
        assertThat(told.locks().maxPerAct()).isEqualTo(7);
        assertThat(problem(ONE_SITE.formatted("", "", "policies: {locks: {maxPerAct: 0}}"))
                        .toString())
                .contains("maxPerAct");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[a b, ../x]|not the name of a machine: 'a b'",
                "[a b, ../x]|not the name of a machine: '../x'",
                "[\"AVD-*\"]|not the name of a machine: 'AVD-*'",
                "[10.0.0.1]|not the name of a machine: '10.0.0.1'",
                "[]|names no machine",
                "[AVD-1, avd-1]|'avd-1' and 'AVD-1' are one machine",
                "[AVD-1, avd-1.corp.example]|are one machine",
                "[avd-1.corp.a, avd-1.corp.b]|one name in two domains"
            })
    void hosts_that_cannot_be_vouched_for_are_refused(String hosts, String words) {
        List<ConfigProblem> problems = problems(ONE_SITE.formatted("", ", hosts: " + hosts, ""));
        assertThat(problems).allSatisfy(problem -> {
            assertThat(problem.key()).isEqualTo("sets[0].hosts");
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.fix()).isNotBlank();
        });
        assertThat(problems).anyMatch(problem -> problem.what().contains(words));
    }

    @Test
    void one_machine_may_be_in_two_sets_and_two_of_one_name_in_none() {
        String two =
                """
                sites: [{id: fra, zone: UTC}]
                locations: [{id: p, site: fra, address: p}, {id: q, site: fra, address: q}]
                sets:
                  - {id: one, replication: ENGINE, activeSite: fra, locations: [p], hosts: [avd-1.corp.a, Büro-2]}
                  - {id: two, replication: ENGINE, activeSite: fra, locations: [q], hosts: [%s, avd-3]}
                """;
        assertThat(read(two.formatted("AVD-1.corp.a")).sets().get(1).hosts()).containsExactly("AVD-1.corp.a", "avd-3");
        ConfigProblem problem = problem(two.formatted("avd-1.corp.b"));
        assertThat(problem.key()).isEqualTo("sets[1].hosts");
        assertThat(problem.fix()).contains("told apart by their short names");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{volume: {percent: 90, fullPercent: 80}}|inventory.volume.fullPercent",
                "{volume: {percent: 90}}|inventory.volume.percent",
                "{volume: {fullPercent: 60}}|inventory.volume.fullPercent",
                "{nearlyFull: {percent: 90}, full: {percent: 89}}|inventory.full.percent",
                "{nearlyFull: {percent: 96}}|inventory.nearlyFull.percent",
                "{nearlyFull: {percent: 90}, full: {percent: 90}, volume: {percent: 80, fullPercent: 80}}|OK"
            })
    void what_is_critical_does_not_come_before_what_leads_to_it(String inventory, String key) {
        String yaml = ONE_SITE.formatted("", "", "inventory: " + inventory);
        if (key.equals("OK")) {
            assertThat(read(yaml).inventory().nearlyFullPercent()).isEqualTo(90);
        } else {
            ConfigProblem problem = problem(yaml);
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.line()).isPositive();
            assertThat(problem.fix()).startsWith("write ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[\"00:00-12:00\", \"12:00-00:00\"]|whole day",
                "[\"08:00-07:59\"]|leave 1 minutes",
                "[\"00:00-23:59\"]|leave 1 minutes",
                "[\"06:00-20:00\", \"19:00-05:00\"]|OK"
            })
    void quiet_hours_leave_some_of_the_day(String hours, String words) {
        String yaml = ONE_SITE.formatted(", quietHours: " + hours, "", "");
        if (words.equals("OK")) {
            assertThat(read(yaml).locations().get(0).quietHours()).hasSize(2);
        } else {
            ConfigProblem problem = problem(yaml);
            assertThat(problem.key()).isEqualTo("locations[0].quietHours");
            assertThat(problem.what()).contains(words);
        }
    }

    private static String withLogs(String places) {
        return """
            sites: [{id: fra, zone: UTC}]
            credentials: [{id: service, username: s, passwordFrom: "env:P"}]
            locations: [{id: p, site: fra, address: fra}]
            sets: [{id: pool, replication: ENGINE, activeSite: fra, locations: [p], logs: [%s]}]
            """
                .formatted(places);
    }

    @Test
    void where_hosts_put_their_logs_is_read_up_to_the_first_folder_that_differs_by_host() {
        ProfileKeepConfig config = read(
                withLogs(
                        """
                {site: fra, address: 'smb://files:1445/logs$/fslogix/{host}/Profile', credentials: service, encryption: REQUIRED},
                {site: fra, address: '\\\\files\\logs'}, {site: fra, address: 'logs/of-{host}'}, {site: fra, address: /var/logs}"""));
        assertThat(config.sets().get(0).logs())
                .containsExactly(
                        new LogPlace(
                                "fra",
                                "smb://files:1445/logs$/fslogix",
                                List.of("{host}", "Profile"),
                                "service",
                                Encryption.REQUIRED),
                        new LogPlace("fra", "smb://files/logs", List.of(), null, Encryption.PREFERRED),
                        new LogPlace(
                                "fra",
                                folder.resolve("logs").toString(),
                                List.of("of-{host}"),
                                null,
                                Encryption.PREFERRED),
                        new LogPlace("fra", "/var/logs", List.of(), null, Encryption.PREFERRED));
        assertThat(config.sets().get(0).logs().get(0)).hasToString("smb://files:1445/logs$/fslogix/{host}/Profile");
        assertThat(read(SMALL).sets().get(0).logs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {site: fra}                                                    | sets[0].logs[0].address     | is missing
                    {address: logs}                                                | sets[0].logs[0].site        | is missing
                    {site: far, address: logs}                                     | sets[0].logs[0].site        | did you mean 'fra'
                    {site: fra, address: 'smb://f/l', credentials: servce}         | sets[0].logs[0].credentials | did you mean 'service'
                    {site: fra, address: logs, credentials: service}               | sets[0].logs[0].credentials | local folder
                    {site: fra, adress: logs, address: l}                          | sets[0].logs[0].adress      | did you mean 'address'
                    {site: fra, address: 'smb://{host}/c$/logs'}                   | sets[0].logs[0].address     | sign in wherever
                    {site: fra, address: 'smb://files/{host}/logs'}                | sets[0].logs[0].address     | sign in wherever
                    {site: fra, address: 'smb://files/logs/{HOST}'}                | sets[0].logs[0].address     | {host}
                    {site: fra, address: 'smb://files/logs/{hots}'}                | sets[0].logs[0].address     | {host}
                    {site: fra, address: 'smb://files/logs/%COMPUTERNAME%'}        | sets[0].logs[0].address     | write {host}
                    {site: fra, address: 'logs/{host}/../..'}                      | sets[0].logs[0].address     | leads out of
                    {site: fra, address: 'smb://files/logs/../x'}                  | sets[0].logs[0].address     | ..
                    {site: fra, address: 'smb://u:p@files/logs'}                   | sets[0].logs[0].address     | names a user
                    {site: fra, address: 'smb://files'}                            | sets[0].logs[0].address     | names no share
                    {site: fra, address: l}, {site: fra, address: l}               | sets[0].logs[1].address     | twice
                    nonsense                                                       | sets[0].logs[0]             | group of keys
                    """)
    void a_place_of_logs_that_is_wrong_is_told_with_what_to_do(String places, String key, String words) {
        List<ConfigProblem> problems = problems(withLogs(places));
        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.toString()).contains(words).doesNotContain("u:p");
        });
    }

    @Test
    void no_file_can_say_that_a_folder_is_the_demos() {
        assertThat(problem(ONE_SITE.formatted(", demo: true", "", "")).toString())
                .contains("demo");
        ProfileKeepConfig plain = read(ONE_SITE.formatted("", "", ""));
        assertThat(plain.locations().get(0).demo()).isFalse();
        assertThat(plain.inDemo().locations().get(0).demo()).isTrue();
        ProfileKeepConfig share =
                read(ONE_SITE.formatted("", "", "").replace("address: fra", "address: \"smb://h/s\""));
        assertThat(share.inDemo().locations().get(0).demo())
                .as("a share is everybody's")
                .isFalse();
    }

    private static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(here.resolve("docs/profilekeep.yml"))) {
            here = here.getParent();
        }
        return here;
    }

    @Test
    void all_problems_are_told_at_once_with_line_key_and_fix() {
        List<ConfigProblem> problems = problems(
                """
                sites:
                  - {id: fra, zone: Europe/Berln}
                locations:
                  - id: a
                    site: far
                    address: smb://user:secret@host/share
                    credentials: nobody
                    mod: ACT
                sets:
                  - {id: pool, replication: CLOUDCACHE, activeSite: fra, locations: [a, z]}
                """);

        assertThat(problems)
                .extracting(ConfigProblem::key)
                .containsExactlyInAnyOrder(
                        "sites[0].zone",
                        "locations[0].site",
                        "locations[0].address",
                        "locations[0].credentials",
                        "locations[0].mod",
                        "sets[0].replication",
                        "sets[0].locations",
                        "sets[0].activeSite");
        assertThat(problems)
                .filteredOn(p -> p.key().equals("locations[0].site"))
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.line()).isEqualTo(5);
                    assertThat(p.what()).contains("'far'");
                    assertThat(p.fix()).contains("did you mean 'fra'?");
                });
        assertThat(problems)
                .filteredOn(p -> p.key().equals("locations[0].mod"))
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.line()).isEqualTo(8);
                    assertThat(p.fix()).isEqualTo("did you mean 'mode'?");
                });
        assertThat(problems)
                .filteredOn(p -> p.key().equals("sets[0].replication"))
                .singleElement()
                .satisfies(p -> assertThat(p.fix()).isEqualTo("did you mean 'CLOUD_CACHE'?"));
        assertThat(problems)
                .noneMatch(p -> p.toString().contains("secret@") || p.toString().contains(":secret"));
    }

    @Test
    void the_message_names_the_file_and_is_for_people() {
        assertThatThrownBy(() -> read(SMALL + "portl: {}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder.resolve("profilekeep.yml")
                        + ": 1 problem\n  line 9, portl: is not a key that ProfileKeep knows – did you mean 'portal'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "site: fra, address: a}|site: fra, address: a, password: x}|locations[0].password",
                "{id: lon,|{id: fra,|sites[1].id",
                "locations: [a, b]|locations: [a, a, b]|sets[0].locations",
                "locations: [a, b]|locations: [a]|''",
                "activeSite: fra|activeSite: lon|OK",
                "address: b|address: a|locations[1].address",
                "address: b|address: 'ftp://x/y'|locations[1].address",
                "id: pool|id: 'a b'|sets[0].id",
                "zone: Europe/London|zonee: Europe/London|sites[1].zonee",
                "replication: ENGINE, |''|sets[0].replication",
                "address: b|address: b, quietHours: ['25:00-26:00']|locations[1].quietHours",
                "address: b|address: b, limits: {parallel: 0}|locations[1].limits.parallel",
                "address: b|address: b, limits: {slowAt: 1}|locations[1].limits.slowAt",
                "address: b|address: b, limits: {operationsPerUser: -1}|locations[1].limits.operationsPerUser",
                "address: b|address: b, kinds: [PROFIL]|locations[1].kinds",
                "address: b|address: b, mode: WRITE|locations[1].mode",
                "address: b|'address: b, site: lon'|locations[1].site",
                "site: lon, address: b|site: fra, address: b|sets[0].locations",
            })
    void what_does_not_fit_together_is_refused_at_its_key(String good, String bad, String key) {
        String yaml = SMALL.replace(good, bad);
        if (key.equals("OK")) {
            assertThat(read(yaml)).isNotNull();
            return;
        }
        if (key.isEmpty()) {
            assertThat(problems(yaml)).isNotEmpty();
            return;
        }
        assertThat(problems(yaml)).extracting(ConfigProblem::key).contains(key);
    }

    @Test
    void two_locations_at_one_site_are_fine_if_they_hold_different_kinds() {
        ProfileKeepConfig config = read(SMALL.replace("site: lon, address: b}", "site: fra, address: b, kinds: [ODFC]}")
                .replace("site: fra, address: a}", "site: fra, address: a, kinds: PROFILE}"));
        assertThat(config.locations().get(1).kinds()).containsExactly(ContainerKind.ODFC);
    }

    @Test
    void a_location_in_two_sets_and_one_in_none_are_refused() {
        assertThat(problems(SMALL + "  - {id: second, replication: ENGINE, activeSite: fra, locations: [a]}\n"))
                .extracting(ConfigProblem::what)
                .anyMatch(what -> what.contains("belongs to set 'pool' already"));
        assertThat(problem(SMALL.replace(
                                "  - {id: b, site: lon", "  - {id: c, site: lon, address: c}\n  - {id: b, site: lon"))
                        .what())
                .contains("'c' belongs to no set");
    }

    @Test
    void policies_are_checked() {
        List<ConfigProblem> problems = problems(
                SMALL
                        + """
                inventory:
                  cron: "0 0 * *"
                  zone: Mars/Olympus
                  shardSize: 201
                  nearlyFull: {freeBytes: many, percent: 101}
                portal: {publicUrl: profiles.example.com, port: 70000, bindAddress: "a b"}
                database: {url: "jdbc:mysql://x", passwordFrom: hunter2}
                """);
        assertThat(problems)
                .extracting(ConfigProblem::key)
                .containsExactlyInAnyOrder(
                        "inventory.cron",
                        "inventory.zone",
                        "inventory.shardSize",
                        "inventory.nearlyFull.freeBytes",
                        "inventory.nearlyFull.percent",
                        "portal.publicUrl",
                        "portal.port",
                        "portal.bindAddress",
                        "database.url",
                        "database.passwordFrom");
        assertThat(problems.toString())
                .as("a secret written where it must not be")
                .doesNotContain("hunter2");
    }

    @Test
    void sign_in_is_checked() {
        List<ConfigProblem> problems = problems(
                SMALL
                        + """
                signIn:
                  signingKeyFrom: file:key.pem
                  identityProviders:
                    - {id: a, metadata: "ftp://x"}
                    - {id: a, metadata: x.xml, clockSkew: 1h, signed: ASSERTION}
                  roles: {ADMINISTRATOR: ["*"], HELPDSK: [x]}
                """);
        assertThat(problems)
                .extracting(ConfigProblem::key)
                .containsExactlyInAnyOrder(
                        "signIn.signingCertificateFrom",
                        "signIn",
                        "signIn.identityProviders[0].metadata",
                        "signIn.identityProviders[1].id",
                        "signIn.identityProviders[1].clockSkew",
                        "signIn.identityProviders[1].signed",
                        "signIn.roles.ADMINISTRATOR",
                        "signIn.roles.HELPDSK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n"})
    void an_empty_file_says_what_is_missing(String yaml) {
        assertThat(problems(yaml)).extracting(ConfigProblem::key).containsExactly("sites", "locations", "sets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"- a\n- b\n", "just text", "sites: [\n", "a: b: c\n", "\tsites: x\n", "sites: !!java.io.File x\n"
            })
    void what_is_not_a_configuration_is_refused_in_words(String yaml) {
        assertThat(problems(yaml)).isNotEmpty().allSatisfy(problem -> assertThat(problem.what())
                .isNotBlank());
    }

    @Test
    void a_bomb_of_aliases_is_survived() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            yaml.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1)));
        }
        assertThat(problems(yaml.toString())).isNotEmpty();
    }

    @Test
    void a_file_that_is_not_there_or_a_folder_is_told() {
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("none.yml")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> ConfigFile.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("this is a folder");
    }

    @Test
    void secrets_are_looked_for_and_all_that_are_missing_are_told() throws Exception {
        Files.writeString(folder.resolve("secret"), "s3cret\r\n");
        ProfileKeepConfig config = read(
                """
                credentials:
                  - {id: one, username: u, passwordFrom: "env:PK_TEST_ONE"}
                  - {id: two, username: u, passwordFrom: "file:secret"}
                  - {id: three, username: u, passwordFrom: "file:none"}
                """
                        + SMALL);

        List<ConfigProblem> missing = SecretCheck.missing(config, Map.of());
        assertThat(missing).hasSize(2);
        assertThat(missing.get(0).what()).contains("PK_TEST_ONE");
        assertThat(missing.get(1).what()).contains("none").contains("no such file");
        assertThat(SecretCheck.missing(config, Map.of("PK_TEST_ONE", "x"))).hasSize(1);
        assertThat(config.credentials("two").orElseThrow().passwordFrom().read())
                .isEqualTo("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.example.com/<tenant>/metadata.xml, placeholder",
        "http://login.example.com/metadata.xml, https",
        "https:///metadata.xml, https",
    })
    void an_identity_provider_whose_metadata_the_start_would_refuse_is_refused_here(String metadata, String fix) {
        ConfigProblem problem = problem(SMALL + signIn("corp", metadata));
        assertThat(problem.key()).isEqualTo("signIn.identityProviders[0].metadata");
        assertThat(problem.fix()).contains(fix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Corp", "corp_1", "-corp", "corp-", "abcdefghijklmnopqrstuvwxyz0123456"})
    void an_identity_provider_whose_id_the_start_would_refuse_is_refused_here(String id) {
        assertThat(problem(SMALL + signIn(id, "https://login.example.com/m.xml"))
                        .key())
                .isEqualTo("signIn.identityProviders[0].id");
    }

    @Test
    void people_sign_in_by_https_alone_except_on_this_machine() {
        assertThat(problem(SMALL + "portal: {publicUrl: 'http://profiles.example.com'}")
                        .key())
                .isEqualTo("portal.publicUrl");
        assertThat(read(SMALL + "portal: {publicUrl: 'http://localhost:8080/'}")
                        .portal()
                        .publicUrl())
                .isEqualTo("http://localhost:8080");
        assertThat(read(SMALL + signIn("corp", "http://127.0.0.1:9000/m.xml")).signIn())
                .isNotNull();
    }

    @Test
    void responses_are_signed_unless_an_identity_provider_is_said_to_sign_the_assertion_alone() {
        assertThat(read(SMALL + signIn("corp", "https://login.example.com/m.xml"))
                        .signIn()
                        .identityProviders())
                .extracting(SignInConfig.IdentityProvider::signed)
                .containsExactly(SignInConfig.Signed.RESPONSE);
        assertThat(read(SMALL + signIn("corp", "https://adfs.example.com/m.xml', signed: 'RESPONSE_OR_ASSERTION"))
                        .signIn()
                        .identityProviders())
                .extracting(SignInConfig.IdentityProvider::signed)
                .containsExactly(SignInConfig.Signed.RESPONSE_OR_ASSERTION);
    }

    private static String signIn(String id, String metadata) {
        return """
                portal: {publicUrl: 'https://profiles.example.com'}
                signIn:
                  identityProviders: [{id: '%s', metadata: '%s'}]
                  roles: {USER: ['*']}
                """
                .formatted(id, metadata);
    }

    @Test
    void proxies_are_believed_by_their_addresses() {
        PortalConfig portal = read(SMALL + "portal: {trustedProxies: [10.0.0.5, 10.1.0.0/16, '2001:db8::/32']}")
                .portal();
        assertThat(portal.trustedProxies())
                .containsExactly(
                        AddressRange.parse("10.0.0.5"),
                        AddressRange.parse("10.1.0.0/16"),
                        AddressRange.parse("2001:db8::/32"));
        AddressRange block = AddressRange.parse("10.1.0.0/18");
        assertThat(block.contains(AddressRange.address("10.1.63.255"))).isTrue();
        assertThat(block.contains(AddressRange.address("10.1.64.0"))).isFalse();
        assertThat(block.contains(AddressRange.address("::1"))).isFalse();
        assertThat(read(SMALL).portal().trustedProxies()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example.com",
                "10.0.0.256",
                "1.2.3",
                "10.0.0.5/8",
                "10.0.0.0/33",
                "0.0.0.0/0",
                "10.0.0.0/",
                "0.0.0.0/1",
                "128.0.0.0/1",
                "10.0.0.0/7",
                "::/1",
                "2000::/15"
            })
    void what_is_no_proxys_address_is_refused_with_the_key_and_what_to_write(String text) {
        ConfigProblem problem = problem(SMALL + "portal: {trustedProxies: ['" + text + "']}");
        assertThat(problem.key()).isEqualTo("portal.trustedProxies");
        assertThat(problem.toString()).contains(text).contains("10.0.0.5");
    }

    @Test
    void quiet_hours_are_by_the_clock_on_the_wall_and_may_cross_midnight() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        QuietHours morning = QuietHours.parse("07:30-09:30");
        assertThat(morning.contain(Instant.parse("2026-01-15T06:30:00Z"), berlin))
                .isTrue();
        assertThat(morning.contain(Instant.parse("2026-07-15T06:30:00Z"), berlin))
                .isTrue();
        assertThat(morning.contain(Instant.parse("2026-07-15T07:30:00Z"), berlin))
                .isFalse();
        QuietHours night = QuietHours.parse("22:00-02:00");
        assertThat(night.contain(Instant.parse("2026-01-15T00:30:00Z"), berlin)).isTrue();
        assertThat(night.contain(Instant.parse("2026-01-15T01:00:00Z"), berlin)).isFalse();
        assertThatThrownBy(() -> QuietHours.parse("07:30")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QuietHours.parse("07:30-07:30")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"2 GiB, 2147483648", "512MB, 536870912", "4096, 4096", "1.5k, 1536", "0, 0", "1 TiB, 1099511627776"})
    void sizes_are_read_as_people_write_them(String text, long bytes) {
        assertThat(ByteSizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "2 PiB of it", "99999999999999 TiB", "GiB", "1e3"})
    void what_is_no_size_is_refused(String text) {
        assertThatThrownBy(() -> ByteSizes.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    /** What the portal's scheduler would refuse at its start. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "99 * * * * ?     | the second \"99\" must be one number",
                "0 0 25 * * ?     | the hour \"25\" is not understood; it can be 0 to 23",
                "0 0 0 31 2 ?     | never comes due",
                "0 0 0 1 1 ? 1999 | never comes due",
                "0 0 * *          | has 4 fields; it needs six"
            })
    void a_schedule_that_cannot_run_is_refused_here_already(String cron, String why) {
        ConfigProblem problem = problem(SMALL + "inventory: {cron: '" + cron + "'}\n");
        assertThat(problem.key()).isEqualTo("inventory.cron");
        assertThat(problem.what()).contains(why);
        assertThat(problem.fix()).contains("0 30 0");
    }

    @ParameterizedTest
    @CsvSource({
        "shares/a, shares, lies inside",
        "shares, shares/b/c, holds",
        "shares/a, shares/x/../a/, is also the address of",
        "smb://filer/p/A, smb://FILER/P/a, is also the address of",
        "smb://Filer/profiles/new, 'smb://filer:445/Profiles', lies inside",
        "'\\\\filer\\profiles', smb://filer/profiles/old, holds"
    })
    void locations_within_one_another_are_refused_with_both_names(String first, String second, String how) {
        ConfigProblem problem = problem(SMALL.replace("address: a}", "address: '" + second + "'}")
                .replace("address: b}", "address: '" + first + "'}"));
        assertThat(problem.key()).isEqualTo("locations[1].address");
        assertThat(problem.what()).startsWith(how + " location 'a'").contains("b: ");
    }

    @ParameterizedTest
    @CsvSource({"shares/a, shares/ab", "smb://filer/profiles, smb://filer/profiles2", "smb://filer/p, smb://other/p"})
    void locations_beside_one_another_are_taken(String first, String second) {
        assertThat(read(SMALL.replace("address: a}", "address: '" + first + "'}")
                                .replace("address: b}", "address: '" + second + "'}"))
                        .locations())
                .hasSize(2);
    }

    @Test
    void local_folders_are_one_only_if_the_file_system_says_so() throws IOException {
        Files.createDirectories(folder.resolve("shares/a"));
        boolean told = !Files.exists(folder.resolve("shares/A"));
        assumeThat(told).as("this file system tells A from a").isTrue();
        String apart = SMALL.replace("address: a}", "address: shares/a}").replace("address: b}", "address: shares/A}");
        assertThat(read(apart).locations()).as("before it is made").hasSize(2);
        Files.createDirectories(folder.resolve("shares/A"));
        assertThat(read(apart).locations()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "link, is also the address of",
        "link/deeper, lies inside",
        "link/not/yet/there, lies inside",
        "over, holds"
    })
    void locations_within_one_another_through_a_link_are_refused(String second, String how) throws IOException {
        Files.createDirectories(folder.resolve("shares/real/deeper"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("shares/real"));
        Files.createSymbolicLink(folder.resolve("over"), folder.resolve("shares"));
        ConfigProblem problem = problem(SMALL.replace("address: a}", "address: shares/real}")
                .replace("address: b}", "address: " + second + "}"));
        assertThat(problem.key()).isEqualTo("locations[1].address");
        assertThat(problem.what()).startsWith("followed through its links " + how + " location 'a'");
    }

    @Test
    void a_data_directory_that_cannot_be_used_is_named_with_its_fix() throws IOException {
        Files.writeString(folder.resolve("taken"), "a file");
        for (String data : new String[] {"taken", "taken/below"}) {
            ProfileKeepConfig config = read("dataDirectory: " + data + "\n" + SMALL);
            assertThatThrownBy(() -> Prerequisites.require(config))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("dataDirectory: ")
                    .hasMessageContaining(folder.resolve("taken") + " is a file and no folder")
                    .hasMessageContaining("name ");
        }
        Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("gone"));
        ProfileKeepConfig linked = read("dataDirectory: nowhere\n" + SMALL);
        assertThatThrownBy(() -> Prerequisites.require(linked)).hasMessageContaining("leads nowhere");
    }

    @Test
    void a_data_directory_inside_a_location_is_refused_through_links_too() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
        for (String data : new String[] {"a", "a/data", "link/deep/data"}) {
            ProfileKeepConfig config = read("dataDirectory: " + data + "\n" + SMALL);
            assertThatThrownBy(() -> Prerequisites.require(config))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("lies inside location 'a'")
                    .hasMessageContaining("outside every location");
        }
        Prerequisites.require(read("dataDirectory: ab\n" + SMALL));
    }

    @Test
    void a_data_directory_without_the_permission_to_write_says_whose_and_where() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeFalse(
                "root".equals(System.getProperty("user.name")), "root may write everywhere");
        Files.createDirectory(
                folder.resolve("closed"),
                java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                        java.nio.file.attribute.PosixFilePermissions.fromString("r-xr-xr-x")));
        ProfileKeepConfig config = read("dataDirectory: closed/data\n" + SMALL);
        assertThatThrownBy(() -> Prerequisites.require(config))
                .hasMessageContaining("may not write in " + folder.resolve("closed"))
                .hasMessageContaining(System.getProperty("user.name"))
                .hasMessageContaining("chmod");
    }

    @Test
    void what_the_portal_needs_beyond_the_command_line_is_told_at_once() {
        assertThat(Prerequisites.missingForPortal(read(SMALL)))
                .hasSize(2)
                .anyMatch(one -> one.startsWith("portal.publicUrl: "))
                .anyMatch(one -> one.startsWith("signIn: "));
        assertThat(Prerequisites.missingForPortal(read(SMALL + "portal: {publicUrl: 'https://p.example.com'}\n")))
                .hasSize(1);
    }

    private SetConfig vouched(String replication, String changes) throws Exception {
        String yaml =
                """
                sites: [{id: fra, zone: Europe/Berlin}]
                locations: [{id: a, site: fra, address: a}]
                sets: [{id: pool, replication: %s, activeSite: fra, locations: [a], cloudCacheChanges: %s}]
                """;
        return ConfigFile.read(Files.writeString(folder.resolve("vouched.yml"), yaml.formatted(replication, changes)))
                .sets()
                .get(0);
    }

    @Test
    void that_disks_may_be_replaced_under_cloud_cache_is_vouched_for_by_all_of_it() throws Exception {
        assertThat(vouched(
                                "CLOUD_CACHE",
                                "{cacheClearedAtSignOff: true, triedOn: 2025-10-14, triedBy: Ada, note: FSLogix 25.02}")
                        .cloudCacheChanges())
                .isEqualTo(new CloudCacheChanges(LocalDate.of(2025, 10, 14), "Ada", "FSLogix 25.02"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
            CLOUD_CACHE; {triedOn: 2025-10-14, triedBy: Ada}; cacheClearedAtSignOff must be true
            CLOUD_CACHE; {cacheClearedAtSignOff: false, triedOn: 2025-10-14, triedBy: Ada}; ClearCacheOnLogoff to 1
            CLOUD_CACHE; {cacheClearedAtSignOff: true, triedBy: Ada}; triedOn is missing
            CLOUD_CACHE; {cacheClearedAtSignOff: true, triedOn: 2125-10-14, triedBy: Ada}; has not come yet
            CLOUD_CACHE; {cacheClearedAtSignOff: true, triedOn: 14.10.2025, triedBy: Ada}; write the day like 2026-10-14
            CLOUD_CACHE; {cacheClearedAtSignOff: true, triedOn: 2025-10-14}; triedBy is missing
            ENGINE; {cacheClearedAtSignOff: true, triedOn: 2025-10-14, triedBy: Ada}; only for sets with replication CLOUD_CACHE
            """)
    void what_is_vouched_for_in_part_is_refused(String replication, String changes, String said) {
        assertThatThrownBy(() -> vouched(replication, changes))
                .isInstanceOf(ConfigException.class)
                .satisfies(e -> assertThat(e.getMessage().replace(":", "")).contains(said));
    }
}
