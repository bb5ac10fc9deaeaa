package dev.profilekeep.account;

import dev.profilekeep.audit.Act;
import dev.profilekeep.audit.Actor;
import dev.profilekeep.audit.AuditEntry;
import dev.profilekeep.audit.AuditTrail;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.sql.Database;
import dev.profilekeep.catalog.sql.Row;
import dev.profilekeep.catalog.sql.Session;
import dev.profilekeep.config.ProfileKeepConfig;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Service accounts: made, listed, revoked, and told by their tokens. Making and revoking are audited in one transaction with the act.
 * Safe for several threads and processes; a revoked token is refused by every process from that moment on.
 */
public final class ServiceAccounts {
    /** The words for the acts in the audit trail. */
    public static final String CREATE = "service-account.create";

    public static final String REVOKE = "service-account.revoke";

    /** Of one account, uses from changing addresses are written so often at most, so that a token on many hosts costs little. */
    private static final Duration WRITTEN_EVERY = Duration.ofMinutes(5);

    /** What a digest looks like; compared with if there is no such account, so that the answer takes as long. */
    private static final String NO_DIGEST = "0".repeat(64);

    private final Database database;
    private final AuditTrail audit;
    private final ProfileKeepConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Instant> written = new ConcurrentHashMap<>();

    public ServiceAccounts(Database database, AuditTrail audit, ProfileKeepConfig config, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A new account with its token, which is nowhere else and cannot be shown again.
     *
     * @param token to be given to whoever is to use it
     */
    public record Made(ServiceAccount account, String token) {
        /** Never the token: this may end up in a log. */
        @Override
        public String toString() {
            return "Made[" + account + "]";
        }
    }

    /**
     * Makes an account.
     *
     * @throws IllegalArgumentException if a site or a set is not in the configuration, or if another account of this name is in use
     */
    public Made create(NewAccount asked, Actor actor) {
        requireKnown(
                "sites",
                asked.sites(),
                id -> config.site(id).isPresent(),
                config.sites().stream().map(site -> site.id()).toList());
        requireKnown(
                "sets",
                asked.sets(),
                id -> config.set(id).isPresent(),
                config.sets().stream().map(set -> set.id()).toList());
        Token token = Token.make(random);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ServiceAccount made = new ServiceAccount(
                token.id(),
                asked.name(),
                asked.role(),
                asked.sites(),
                asked.sets(),
                now,
                actor.name(),
                now.plus(Duration.ofDays(asked.days())),
                null,
                "",
                null,
                "");
        return database.<Made, RuntimeException>call(session -> {
            // The entry first: it makes those who do the same at this moment wait, so that no name is taken twice.
            tell(session, actor, CREATE, made, asked.reason());
            requireFreeName(session, made.name(), now);
            insert(session, made, token);
            return new Made(made, token.text());
        });
    }

    /** All that there ever were, newest first. */
    public List<ServiceAccount> all() {
        return database.<List<ServiceAccount>, RuntimeException>call(session ->
                session.list("SELECT * FROM service_account ORDER BY created_at DESC, id", ServiceAccounts::account));
    }

    public Optional<ServiceAccount> find(String id) {
        return database.<Optional<ServiceAccount>, RuntimeException>call(session -> find(session, id));
    }

    /**
     * Refuses an account's token from now on, for good. An account that is revoked already stays as it is, and no entry is made.
     *
     * @param reason in the actor's words; may be empty
     * @return the account, or empty if there is none
     * @throws IllegalArgumentException if the reason cannot be
     */
    public Optional<ServiceAccount> revoke(String id, Actor actor, String reason) {
        GivenReason.fault(reason.strip()).ifPresent(fault -> {
            throw new IllegalArgumentException("reason " + fault);
        });
        return database.<Optional<ServiceAccount>, RuntimeException>call(session -> {
            int revoked = session.update(
                    "UPDATE service_account SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL",
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    actor.name(),
                    id);
            Optional<ServiceAccount> found = find(session, id);
            if (revoked == 1 && found.isPresent()) {
                tell(session, actor, REVOKE, found.get(), reason.strip());
            }
            return found;
        });
    }

    /**
     * What a token is worth. A good one counts as used.
     *
     * @param shown what somebody sent; whatever it is
     * @param address from where
     */
    public TokenCheck check(String shown, String address) {
        Token token = Token.parse(shown).orElse(null);
        if (token == null) {
            return new TokenCheck.Malformed();
        }
        Instant now = clock.instant();
        return database.<TokenCheck, RuntimeException>call(session -> {
            Optional<String> kept = session.first(
                    "SELECT token_digest FROM service_account WHERE id = ?",
                    row -> row.text("token_digest"),
                    token.id());
            boolean right = token.isKeptAs(kept.orElse(NO_DIGEST));
            ServiceAccount account = find(session, token.id()).orElse(null);
            if (!right || account == null || account.revokedAt() != null) {
                return new TokenCheck.Wrong();
            }
            if (account.stateAt(now) == ServiceAccount.State.EXPIRED) {
                return new TokenCheck.Expired(account, account.expiresAt());
            }
            used(session, account, now, address);
            return new TokenCheck.Good(account);
        });
    }

    private void used(Session session, ServiceAccount account, Instant now, String address) throws SQLException {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        boolean otherDay = !today.equals(account.lastUsedOn());
        boolean otherAddress = !address.equals(account.lastUsedFrom());
        Instant last = written.get(account.id());
        if (otherDay || otherAddress && (last == null || !now.isBefore(last.plus(WRITTEN_EVERY)))) {
            written.put(account.id(), now);
            session.update(
                    "UPDATE service_account SET last_used_on = ?, last_used_from = ? WHERE id = ?",
                    today.toString(),
                    address,
                    account.id());
        }
    }

    private static void requireKnown(String what, Set<String> given, Predicate<String> isKnown, List<String> known) {
        given.stream().sorted().filter(isKnown.negate()).findFirst().ifPresent(id -> {
            throw new IllegalArgumentException(
                    what + " cannot be \"" + (id.length() <= 40 ? id : id.substring(0, 40) + "…") + "\"; they can be "
                            + String.join(", ", known));
        });
    }

    private static void requireFreeName(Session session, String name, Instant now) throws SQLException {
        String key = name.toLowerCase(Locale.ROOT);
        boolean taken =
                session
                        .list("SELECT * FROM service_account WHERE revoked_at IS NULL", ServiceAccounts::account)
                        .stream()
                        .anyMatch(other -> other.stateAt(now) == ServiceAccount.State.ACTIVE
                                && other.name().toLowerCase(Locale.ROOT).equals(key));
        if (taken) {
            throw new IllegalArgumentException("name \"" + name
                    + "\" is that of a service account in use: choose another, or revoke that one first");
        }
    }

    private static void insert(Session session, ServiceAccount made, Token token) throws SQLException {
        session.update(
                "INSERT INTO service_account (id, name, role, site_ids, set_ids, token_digest, created_at, created_by,"
                        + " expires_at, last_used_on, last_used_from, revoked_at, revoked_by)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', ?, '')",
                made.id(),
                made.name(),
                made.role(),
                joined(made.sites()),
                joined(made.sets()),
                token.digest(),
                made.createdAt(),
                made.createdBy(),
                made.expiresAt(),
                null);
    }

    private void tell(Session session, Actor actor, String act, ServiceAccount account, String reason)
            throws SQLException {
        audit.append(
                session,
                actor,
                new AuditEntry(
                        act,
                        "service-account:" + account.id(),
                        reason,
                        Act.inOneWithItsEntry(Map.of(
                                "name", account.name(),
                                "role", account.role().name(),
                                "sites", account.sites().isEmpty() ? "all" : joined(account.sites()),
                                "sets", account.sets().isEmpty() ? "all" : joined(account.sets()),
                                "expiresAt", account.expiresAt().toString())),
                        "done"));
    }

    private static Optional<ServiceAccount> find(Session session, String id) throws SQLException {
        return session.first("SELECT * FROM service_account WHERE id = ?", ServiceAccounts::account, id);
    }

    private static ServiceAccount account(Row row) throws SQLException {
        String day = row.text("last_used_on");
        return new ServiceAccount(
                row.text("id"),
                row.text("name"),
                row.choice("role", AccountRole.class),
                parted(row.text("site_ids")),
                parted(row.text("set_ids")),
                row.when("created_at"),
                row.text("created_by"),
                row.when("expires_at"),
                day.isEmpty() ? null : LocalDate.parse(day),
                row.text("last_used_from"),
                row.time("revoked_at"),
                row.text("revoked_by"));
    }

    private static String joined(Set<String> ids) {
        return String.join(",", new TreeSet<>(ids));
    }

    private static Set<String> parted(String ids) {
        return Arrays.stream(ids.split(",")).filter(id -> !id.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }
}
