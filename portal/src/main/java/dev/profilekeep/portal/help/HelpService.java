package dev.profilekeep.portal.help;

import static dev.profilekeep.portal.access.Allowed.ADMINISTRATOR;
import static dev.profilekeep.portal.access.Allowed.HELPDESK;

import dev.profilekeep.audit.AuditRecord;
import dev.profilekeep.audit.GivenReason;
import dev.profilekeep.catalog.ContainerDetail;
import dev.profilekeep.catalog.ContainerFilter;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.catalog.ContainerSort;
import dev.profilekeep.catalog.Reach;
import dev.profilekeep.catalog.SearchText;
import dev.profilekeep.fslogix.CodeExplainer;
import dev.profilekeep.fslogix.Explanation;
import dev.profilekeep.lock.LockFilter;
import dev.profilekeep.lock.LockRow;
import dev.profilekeep.portal.access.Allowed;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.access.NotFoundException;
import dev.profilekeep.portal.estate.Estate;
import dev.profilekeep.portal.helpcode.HelpCode;
import dev.profilekeep.portal.locks.AboutContainer;
import dev.profilekeep.portal.locks.LockDesk;
import dev.profilekeep.portal.locks.LocksQuery;
import dev.profilekeep.portal.myprofile.HelpCase;
import dev.profilekeep.portal.myprofile.HelpCases;
import dev.profilekeep.security.CurrentUser;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/** Finds the caller by whatever they say, and everything about them. */
@Service
@KeepsToScope
public class HelpService {
    /** From so many characters on something is searched. */
    public static final int SHORTEST = 3;

    private static final int MOST = 200;
    private static final int ROWS = 200;
    /** Containers of those who are named: two of each, as most people have. */
    private static final int NAMED = 2 * MOST;

    private static final int HOSTS = 5;
    private static final int ENTRIES = 30;
    /** Of these, what matters to getting in is found behind what else was done. */
    private static final int HISTORY = 300;

    private static final ContainerSort BY_NAME = new ContainerSort(ContainerSort.Column.ACCOUNT, false);
    /** As it is heard: in any case, with blanks or dashes. */
    private static final Pattern PHONE_CODE = Pattern.compile("[A-Za-z](?:[\\s.-]*[A-Za-z]){4}");
    /** Letters apart from each other. */
    private static final Pattern SPELT = Pattern.compile("[A-Za-z](?:[\\s.-]+[A-Za-z]){4}");
    /** A whole SID among other things: a folder's name has it before or after the account. */
    private static final Pattern SID =
            Pattern.compile("(?i)(?<![A-Za-z0-9-])S-1-\\d{1,14}(?:-\\d{1,10}){1,15}(?![A-Za-z0-9-])");
    /** As Explorer copies a path, and as words are quoted. */
    private static final Pattern QUOTES = Pattern.compile("^[\"'\u201c\u201e\u00ab]+|[\"'\u201c\u201d\u00bb]+$");

    private static final Pattern ONLY_ERROR =
            Pattern.compile("(?i)\\[?(?:error:?\\s*)?0x[0-9a-f]{1,8}]?|\\[error:?\\s*[0-9a-f]{1,8}]|-\\d{4,10}"
                    + "|(?:(?:frx)?status|reason|grund|event(?:[ -]?id)?|ereignis(?:[ -]?id)?|error(?:[ -]?code)?"
                    + "|fehler(?:[ -]?code)?|code)\\s*[:=]?\\s*(?:\\d{1,10}|0x[0-9a-f]{1,8})");

    private final Estate estate;
    private final LockDesk desk;
    private final CurrentUser currentUser;
    private final PhoneCodes codes;
    private final HelpCases cases;

    public HelpService(Estate estate, LockDesk desk, CurrentUser currentUser, PhoneCodes codes, HelpCases cases) {
        this.estate = estate;
        this.desk = desk;
        this.currentUser = currentUser;
        this.codes = codes;
        this.cases = cases;
    }

    /**
     * Whom a search finds.
     *
     * @param people at most 200 of them
     * @param total how many there are in all
     */
    public record Found(List<Caller> people, long total) {
        static final Found NOBODY = new Found(List.of(), 0);

        public Found {
            people = List.copyOf(people);
        }
    }

    /**
     * People by part of a name, a SID, a disk or its path, the name of a session host, or the code they read out.
     *
     * @return nobody for fewer than three characters
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Found search(String text) {
        String wanted = QUOTES.matcher(Typed.of(text)).replaceAll("").strip();
        if (wanted.length() < SHORTEST) {
            return Found.NOBODY;
        }
        Map<String, Caller> found = new LinkedHashMap<>();
        if (PHONE_CODE.matcher(wanted).matches()) {
            readingOut(wanted).ifPresent(caller -> found.put(caller.key(), caller));
        }
        if (SPELT.matcher(wanted).matches() && HelpCode.typed(wanted).isPresent()) {
            return new Found(
                    List.copyOf(found.values()),
                    found.size()); // read out letter by letter: no name that has these letters somewhere
        }
        Found named = named(wanted, fromPath(wanted));
        named.people().forEach(caller -> found.putIfAbsent(caller.key(), caller));
        long unseen = named.total() - named.people().size();
        for (String host : desk.hosts(wanted, HOSTS)) {
            at(host).forEach(caller -> found.putIfAbsent(caller.key(), caller));
        }
        if (found.isEmpty()) {
            byLongName(wanted).forEach(caller -> found.putIfAbsent(caller.key(), caller));
        }
        if (found.isEmpty()) {
            waiting(wanted).forEach(caller -> found.putIfAbsent(caller.key(), caller));
        }
        return new Found(found.values().stream().limit(MOST).toList(), found.size() + unseen);
    }

    /**
     * Whoever a link speaks of: by SID, by the number of a container, by exactly this account name, or by letters that are still
     * good.
     *
     * @return one for somebody, several where the name is several people's, none if nobody has it
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public List<Caller> called(String name) {
        String wanted = name.strip();
        if (wanted.regionMatches(true, 0, "S-1-", 0, 4)) {
            return ofPerson(wanted, "").stream().toList();
        }
        if (wanted.matches("\\d{1,18}")) {
            return estate
                    .detail(Long.parseLong(wanted))
                    .map(ContainerDetail::row)
                    .flatMap(row -> row.sid().isEmpty() ? Optional.of(caller(row)) : ofPerson(row.sid(), ""))
                    .stream()
                    .toList();
        }
        List<Caller> named = named(wanted);
        if (named.isEmpty()) {
            named = named(bare(wanted));
        }
        return named.isEmpty() ? reading(wanted) : named;
    }

    /** Who reads these letters out, or signs in by this account and waits for a SID. */
    private List<Caller> reading(String wanted) {
        Optional<Caller> caller = readingOut(wanted);
        return caller.isPresent() ? List.of(caller.get()) : waiting(wanted);
    }

    private List<Caller> waiting(String account) {
        return Allowed.helps(currentUser.require()).isEverywhere()
                ? codes.waitingAs(account).stream().map(Caller::without).toList()
                : List.of();
    }

    /** Who reads these letters out: with what they have, or as their identity provider calls them if nothing of theirs is known. */
    private Optional<Caller> readingOut(String letters) {
        return codes.callerOf(letters)
                .map(signedIn -> (signedIn.sid().isEmpty() ? Optional.<Caller>empty() : ofPerson(signedIn.sid(), ""))
                        .orElseGet(() -> Caller.without(signedIn)));
    }

    /** Who has exactly this account name, however many others have it in theirs. */
    private List<Caller> named(String account) {
        return whole(estate.called(account));
    }

    /** The same for whoever writes it without its accents. */
    private List<Caller> alike(String account) {
        List<Caller> named = named(account);
        if (!named.isEmpty()) {
            return named;
        }
        List<ContainerRow> alike = new ArrayList<>();
        estate.forEach(filter(account), BY_NAME, row -> {
            if (SearchText.alike(row.account(), account)) {
                alike.add(row);
            }
        });
        return whole(alike);
    }

    /** An account without its domain, whether that stands before it ({@code CORP\anna}) or after it ({@code anna@corp.example}). */
    private static String bare(String name) {
        String account = name.substring(name.lastIndexOf('\\') + 1);
        int at = account.indexOf('@');
        return at > 0 ? account.substring(0, at) : account;
    }

    /** Who signs in as {@code anna@corp.example}, or is at {@code avd-12.corp.example}: exactly, as so much is said already. */
    private List<Caller> byLongName(String wanted) {
        String account = bare(wanted);
        if (!account.equals(wanted)) {
            return alike(account);
        }
        int dot = wanted.indexOf('.');
        String host = dot < 0 ? wanted : wanted.substring(0, dot);
        return dot < SHORTEST
                ? List.of()
                : desk.hosts(host, HOSTS).stream()
                        .filter(host::equalsIgnoreCase)
                        .flatMap(found -> at(found).stream())
                        .toList();
    }

    /** Their containers in full, profiles first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public List<ContainerDetail> containers(Caller caller) {
        return caller.containers().stream()
                .sorted(java.util.Comparator.comparing(ContainerRow::kind).thenComparing(ContainerRow::id))
                .flatMap(row -> estate.detail(row.id()).stream())
                .toList();
    }

    /** Whether a lock file beside a copy of it says that somebody works with it, or is only left over. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public boolean lockFilesCount(ContainerDetail container) {
        return estate.lockFilesCount(container.row().setId());
    }

    /** What the audit trail has of a container, newest first: what was tried already. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public List<AuditRecord> tried(long container) {
        visible(container);
        return desk.told(subject(container), ENTRIES);
    }

    /** As {@link #tried(long)}, further back. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public List<AuditRecord> history(long container) {
        visible(container);
        return desk.told(subject(container), HISTORY);
    }

    /** What the caller did on their own page, as long as it matters to a call. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public Optional<HelpCase> own(Caller caller) {
        return caller.sid().isEmpty() || estate.ofPerson(caller.sid()).isEmpty()
                ? Optional.empty()
                : cases.find(caller.sid());
    }

    /** How many other people the same machine locks out. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public long alike(String host, long container) {
        if (host.isEmpty()) {
            return 0;
        }
        LockFilter same = new LockFilter(Set.of(), host, Set.of(), "", null).within(reach());
        List<LockRow> all = desk.list(same, LocksQuery.USUAL_SORT, 0, ROWS);
        String own = all.stream()
                .filter(row -> row.containerId() == container)
                .map(LockRow::sid)
                .findFirst()
                .orElse("");
        return all.stream()
                .filter(row -> row.containerId() != container
                        && (own.isEmpty() || !row.sid().equals(own)))
                .map(row -> row.sid().isEmpty() ? Long.toString(row.containerId()) : row.sid())
                .distinct()
                .count();
    }

    /** What an error that the caller reads out means; empty if there is none in the text, or nothing is known of it. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public List<Explanation> explain(String text, Locale language) {
        return new CodeExplainer(language).codes(text);
    }

    /**
     * Whether a text can only be an error, and nothing is known of it: a word of FSLogix with a number, or a number as errors are
     * written. A bare number may be part of a SID.
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public boolean isUnknownCode(String text, Locale language) {
        return ONLY_ERROR.matcher(text.strip()).matches()
                && explain(text, language).isEmpty();
    }

    /**
     * Leaves in the audit trail that somebody else has to go on, so that they see what is known.
     *
     * @throws BadInputException if neither ticket nor note says anything, or they cannot be kept
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public void handOver(long container, String ticket, String note) {
        helped(container);
        handOver(subject(container), ticket, note);
    }

    /**
     * As {@link #handOver(long, String, String)}, of somebody of whom no container is known: it stands with their account, so it is
     * found again by whatever letters they have then.
     *
     * @throws NotFoundException if the asker is held to a part of the estate, and so does not help them
     */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public void handOver(SignedIn person, String ticket, String note) {
        if (!Allowed.helps(currentUser.require()).isEverywhere()) {
            throw new NotFoundException("account " + person.subject());
        }
        handOver(subject(person), ticket, note);
    }

    /** What the audit trail has of somebody's account at their identity provider, newest first. */
    @RolesAllowed({HELPDESK, ADMINISTRATOR})
    public List<AuditRecord> tried(SignedIn person) {
        return Allowed.helps(currentUser.require()).isEverywhere() ? desk.told(subject(person), ENTRIES) : List.of();
    }

    /** As acts on a SID that is given have it. */
    private static String subject(SignedIn person) {
        return "account:" + person.identityProvider() + ":" + person.subject();
    }

    private void handOver(String subject, String ticket, String note) {
        String reason = (ticket.strip() + " " + note.strip()).strip();
        if (reason.isEmpty()) {
            throw new BadInputException("a ticket number or a note must say where it goes on", null);
        }
        GivenReason.fault(reason).ifPresent(fault -> {
            throw new BadInputException("note " + fault, null);
        });
        Map<String, String> evidence = ticket.isBlank() ? Map.of() : Map.of("ticket", ticket.strip());
        estate.audit(currentUser.require(), "caller.hand-over", subject, reason, evidence, "done");
    }

    private Reach reach() {
        return Allowed.reach(currentUser.require());
    }

    /** Whether somebody may hand over: those who could help there. */
    private void helped(long container) {
        Reach helps = Allowed.helps(currentUser.require());
        if (estate.detail(container)
                .filter(found -> helps.includes(found.row()))
                .isEmpty()) {
            throw new NotFoundException("container " + container);
        }
    }

    private void visible(long container) {
        Reach reach = reach();
        if (estate.detail(container)
                .filter(found -> reach.includes(found.row()))
                .isEmpty()) {
            throw new NotFoundException("container " + container);
        }
    }

    private static String subject(long container) {
        return AboutContainer.SUBJECT + container;
    }

    private List<ContainerRow> rows(String text, int most) {
        return estate.find(filter(text), BY_NAME, 0, most);
    }

    private static ContainerFilter filter(String text) {
        return new ContainerFilter(text, Set.of(), Set.of(), Set.of(), Set.of(), null);
    }

    /** Who has containers that have the text in their names, and how many they are. */
    private Found everybody(String text) {
        List<ContainerRow> rows = rows(text, NAMED);
        List<Caller> people = whole(rows);
        return new Found(people, rows.size() < NAMED ? people.size() : estate.people(filter(text)));
    }

    /** Whose SID stands in what was typed, else who has containers by that name. */
    private Found named(String wanted, String name) {
        Matcher sid = SID.matcher(wanted);
        if (!sid.find() || sid.group().equals(wanted)) {
            return everybody(name);
        }
        List<Caller> theirs = whole(rows(sid.group(), ROWS).stream()
                .filter(row -> row.sid().equalsIgnoreCase(sid.group()))
                .toList());
        String rest = SID.matcher(name).replaceAll("").replaceAll("^[\\s_()]+|[\\s_()]+$", "");
        return theirs.isEmpty() && rest.length() >= SHORTEST ? everybody(rest) : new Found(theirs, theirs.size());
    }

    /** Of a path that somebody pasted, the last part that says something: a disk's name without its ending, or a folder's. */
    private static String fromPath(String text) {
        if (text.indexOf('\\') < 0 && text.indexOf('/') < 0) {
            return text;
        }
        String[] parts = text.split("[\\\\/]+");
        String last = parts.length == 0 ? text : parts[parts.length - 1];
        String bare = last.replaceFirst("(?i)\\.(vhdx?)(\\.(lock|meta))?$", "");
        return bare.length() < SHORTEST ? text : bare;
    }

    private List<Caller> at(String host) {
        Map<String, Caller> there = new LinkedHashMap<>();
        desk.list(new LockFilter(Set.of(), host, Set.of(), "", null).within(reach()), LocksQuery.USUAL_SORT, 0, ROWS)
                .forEach(row -> (row.sid().isEmpty()
                                ? estate.detail(row.containerId()).map(found -> caller(found.row()))
                                : ofPerson(row.sid(), host))
                        .ifPresent(caller -> there.put(caller.key(), caller)));
        desk.sessionsAt(host).stream()
                .filter(session -> !session.sid().isEmpty())
                .forEach(session ->
                        ofPerson(session.sid(), host).ifPresent(caller -> there.putIfAbsent(caller.key(), caller)));
        return List.copyOf(there.values());
    }

    private Optional<Caller> ofPerson(String sid, String host) {
        List<ContainerRow> rows =
                estate.ofPerson(sid).stream().map(ContainerDetail::row).toList();
        return callers(rows, host).stream().findFirst();
    }

    private static Caller caller(ContainerRow row) {
        return new Caller(Long.toString(row.id()), row.account(), row.sid(), List.of(row), "");
    }

    /** Whose containers these are, each with all that they have: what was searched for may be in the name of but one. */
    private List<Caller> whole(List<ContainerRow> rows) {
        List<Caller> found = callers(rows, "");
        Map<String, List<ContainerRow>> all = estate
                .ofPeople(found.stream().map(Caller::sid).toList())
                .stream()
                .collect(Collectors.groupingBy(ContainerRow::sid));
        return found.stream()
                .map(caller -> new Caller(
                        caller.key(),
                        caller.account(),
                        caller.sid(),
                        all.getOrDefault(caller.sid(), caller.containers()),
                        caller.host()))
                .toList();
    }

    private static List<Caller> callers(List<ContainerRow> rows, String host) {
        Map<String, List<ContainerRow>> people = new LinkedHashMap<>();
        for (ContainerRow row : rows) {
            people.computeIfAbsent(row.sid().isEmpty() ? Long.toString(row.id()) : row.sid(), key -> new ArrayList<>())
                    .add(row);
        }
        List<Caller> callers = new ArrayList<>();
        people.forEach((key, containers) -> {
            ContainerRow first = containers.get(0);
            callers.add(new Caller(key, first.account(), first.sid(), containers, host));
        });
        return callers;
    }
}
