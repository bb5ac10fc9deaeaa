package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import dev.profilekeep.portal.text.Locales;
import java.text.DecimalFormatSymbols;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Addresses of a list as it stands: the page's own, which brings this very view back, and its export's. */
public final class ListAddress {
    private ListAddress() {}

    /** Lets the browser's address be that of the list, without a step back to the one before. */
    public static void tell(String path, Map<String, List<String>> parameters) {
        UI.getCurrent().getPage().getHistory().replaceState(null, new Location(path, new QueryParameters(parameters)));
    }

    /** Of the list as a table, in the manner of this person's spreadsheet program. */
    public static String export(String path, Map<String, List<String>> parameters, Words words) {
        Map<String, List<String>> all = new LinkedHashMap<>(parameters);
        all.put("lang", List.of(Locales.language(words.texts().locale())));
        all.put("zone", List.of(words.formats().zone().getId()));
        if (DecimalFormatSymbols.getInstance(words.texts().locale()).getDecimalSeparator() == ',') {
            all.put("separator", List.of("semicolon"));
        }
        return new Location(path, new QueryParameters(all)).getPathWithQueryParameters();
    }
}
