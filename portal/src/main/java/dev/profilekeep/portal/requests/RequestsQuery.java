package dev.profilekeep.portal.requests;

import dev.profilekeep.request.RequestState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What of the queue is asked for, as it stands in an address.
 *
 * @param shown empty for all
 */
public record RequestsQuery(String text, Set<Shown> shown, Sort sort) {
    public static final RequestsQuery ALL = new RequestsQuery("", Set.of());

    /** As the queue is. */
    public RequestsQuery(String text, Set<Shown> shown) {
        this(text, shown, Sort.QUEUE);
    }

    /** Which come first. */
    public enum Sort {
        /** What waits for a decision, the longest waiting first. */
        QUEUE,
        /** What is over its limit, then what has the least time left. */
        DUE,
        NEWEST,
        OLDEST
    }

    private static final int LONGEST = 200;

    /** How far requests are, as a person sorts them. */
    public enum Shown {
        /** Somebody has to say yes or no. */
        DECIDE,
        /** Whoever asked has to answer. */
        ASKER,
        /** It goes on by itself. */
        UNDERWAY,
        DONE,
        NOT_DONE;

        public Set<RequestState> states() {
            return switch (this) {
                case DECIDE -> EnumSet.of(RequestState.ASKED, RequestState.ANSWERED);
                case ASKER -> EnumSet.of(RequestState.QUESTION);
                case UNDERWAY ->
                    EnumSet.of(
                            RequestState.APPROVED,
                            RequestState.WAITING,
                            RequestState.DELAYED,
                            RequestState.RUNNING,
                            RequestState.UNDOING);
                case DONE -> EnumSet.of(RequestState.DONE, RequestState.UNDONE);
                case NOT_DONE -> EnumSet.of(RequestState.REFUSED, RequestState.WITHDRAWN, RequestState.FAILED);
            };
        }
    }

    public RequestsQuery {
        text = text.strip();
        shown = Set.copyOf(shown);
    }

    /** @param problems what of an address is not understood, as sentences */
    public record Parsed(RequestsQuery query, List<String> problems) {
        public Parsed {
            problems = List.copyOf(problems);
        }
    }

    /** The states asked for; empty for all. */
    public Set<RequestState> states() {
        Set<RequestState> states = EnumSet.noneOf(RequestState.class);
        shown.forEach(one -> states.addAll(one.states()));
        return states;
    }

    public boolean narrows() {
        return !text.isEmpty() || !shown.isEmpty();
    }

    public static Parsed parse(Map<String, List<String>> parameters) {
        List<String> problems = new ArrayList<>();
        String text =
                parameters.getOrDefault("q", List.of("")).stream().findFirst().orElse("");
        if (text.length() > LONGEST) {
            problems.add("q must have at most " + LONGEST + " characters");
            text = "";
        }
        Set<Shown> shown = EnumSet.noneOf(Shown.class);
        for (String value : parameters.getOrDefault("shown", List.of())) {
            try {
                shown.add(Shown.valueOf(value.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                problems.add("shown must be one of DECIDE, ASKER, UNDERWAY, DONE, NOT_DONE: " + value);
            }
        }
        Sort sort = Sort.QUEUE;
        for (String value : parameters.getOrDefault("sort", List.of())) {
            try {
                sort = Sort.valueOf(value.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                problems.add("sort must be one of QUEUE, DUE, NEWEST, OLDEST: " + value);
            }
        }
        return new Parsed(new RequestsQuery(text, shown, sort), problems);
    }

    /** As they stand in an address; what is as usual is left out. */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (!text.isEmpty()) {
            parameters.put("q", List.of(text));
        }
        if (!shown.isEmpty()) {
            parameters.put("shown", shown.stream().sorted().map(Enum::name).toList());
        }
        if (sort != Sort.QUEUE) {
            parameters.put("sort", List.of(sort.name()));
        }
        return parameters;
    }
}
