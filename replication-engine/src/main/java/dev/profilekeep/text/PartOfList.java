package dev.profilekeep.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer in JSON says of itself that its list is one page of several: by what stands beside the list, at any depth, such as a link to
 * the next page (OData, Azure, Graph), a token to go on with, a total that is larger than the list, or a word that there is more. Whoever
 * is on the other pages would be taken for gone. Names are compared by letters and digits alone; a name that is not known says nothing. Not
 * safe for several threads.
 */
public final class PartOfList {
    private static final Pattern FURTHER = Pattern.compile(
            "next|.*next(link|page|token|cursor|ur[li]|href|marker|offset|skip|key"
                    + "|index|start|batch|records?|results?).*|.*continuation(token|uri|url|link)?|(page|end|after)?cursor|.*skiptoken|.*deltalink");
    private static final Pattern MORE = Pattern.compile(
            "(has|is)?(more|next|truncated|partial|incomplete)"
                    + "|has(more|next).+|more(data|pages|records|results|rows|items)(available)?|.*(results?|list|data)truncated|incompleteresults?");
    private static final Pattern WHOLE =
            Pattern.compile("(is)?(complete|done|finished|last|lastpage|finalpage)|endoflist");
    private static final Pattern TOTAL = Pattern.compile("(odata)?(count|total)"
            + "|total(number)?(of)?(count|items?|records?|results?|rows?|elements?|entries|hits|size|users?|sessions?|hosts?|machines?|objects?)"
            + "|(item|record|result|row|element|entry|object|user|session|host|machine)s?(count|total)");
    private static final Pattern PAGES = Pattern.compile(
            "(total)?pages|lastpage(number|index)?|(total)?pages?(count|total)|(total)?numberofpages|(current)?page(number|index)?|startindex");
    private static final Pattern BEFORE = Pattern.compile("offset|skip(ped)?|startat|odataskip");
    private static final Set<String> NOTHING = Set.of("", "0", "false", "no", "null", "none");

    private String by = "";
    private String total = "";
    private long most;

    /** Takes in a field beside the list; leaves the parser, which stands on its value, at the value's end. */
    public void field(String name, JsonParser parser) throws IOException {
        Deque<String> names = new ArrayDeque<>();
        names.push(name);
        value(names, parser);
    }

    /**
     * Which field says that there is more than the list; null if none does.
     *
     * @param rows how many entries the list has; of several lists the shortest, as nobody can tell which one a total is of
     */
    public @Nullable String more(long rows) {
        if (!by.isEmpty()) {
            return by;
        }
        return most > rows ? total : null;
    }

    private void value(Deque<String> names, JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                names.push(parser.currentName());
                parser.nextToken();
                value(names, parser);
                names.pop();
            }
        } else if (token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(names, parser);
            }
        } else if (by.isEmpty() && token != JsonToken.VALUE_NULL) {
            said(names, parser.getText().strip().toLowerCase(Locale.ROOT));
        }
    }

    private void said(Deque<String> names, String word) {
        String name = names.element();
        String key = key(name);
        boolean nothing = NOTHING.contains(word);
        // What stands inside a link to the next page is that link as well.
        boolean further = !nothing
                && names.stream().anyMatch(each -> FURTHER.matcher(key(each)).matches());
        if (further
                || key.equals("rel") && word.equals("next")
                || !nothing && MORE.matcher(key).matches()
                || nothing && !word.isEmpty() && WHOLE.matcher(key).matches()
                || number(word) > 1 && PAGES.matcher(key).matches()
                || number(word) > 0 && BEFORE.matcher(key).matches()) {
            by = name;
        }
        if (number(word) > most && TOTAL.matcher(key).matches()) {
            most = number(word);
            total = name;
        }
    }

    private static long number(String word) {
        return word.matches("\\d{1,15}") ? Long.parseLong(word) : 0;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
