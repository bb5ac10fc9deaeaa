package dev.profilekeep.portal.compaction.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.compact.estate.CompactionItem;
import dev.profilekeep.portal.base.ui.Parts;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.compaction.CompactionsService;
import dev.profilekeep.portal.room.ui.BlockChangePicture;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When a container was made smaller, its blocks before and after, and the way back from it; not there for one that never was. */
public final class SmallerSection extends Section {
    private static final long serialVersionUID = 1L;

    /** @param done told when the larger disk was put back, as everything else on the page is of another disk then */
    public SmallerSection(Words words, CompactionsService service, ContainerRow container, Runnable done) {
        addClassNames("pk-section", "made-smaller");
        List<CompactionItem> acts = acts(service.madeSmaller(container.id()));
        setVisible(!acts.isEmpty());
        if (acts.isEmpty()) {
            return;
        }
        CompactionItem last = acts.get(0);
        add(new H2(words.get("smaller.title")), new Paragraph(said(last, words)));
        // two pictures would push all that stands below out of sight
        service.blocks(last)
                .ifPresent(change ->
                        add(Parts.details(words.get("smaller.blocks"), new BlockChangePicture(words, change))));
        if (acts.size() > 1) {
            UnorderedList before = new UnorderedList();
            acts.stream().skip(1).forEach(act -> before.add(new ListItem(said(act, words))));
            add(Parts.details(words.get("smaller.before"), before));
        }
        if (!last.purpose().isEmpty() && service.mayPutBack(container)) {
            Button back = new Button(words.get("smaller.back"), new SymbolIcon(Symbol.UNDO), click -> new PutBackDialog(
                            words, service, last, done)
                    .open());
            Div row = new Div(back);
            row.addClassName("my-actions");
            add(row);
        }
    }

    /** One for each act, that of the copy which gave most: all copies of a container become smaller at once. */
    private static List<CompactionItem> acts(List<CompactionItem> items) {
        Map<String, CompactionItem> acts = new LinkedHashMap<>();
        items.forEach(item -> acts.merge(
                item.purpose().isEmpty() ? "run " + item.runId() : item.purpose(),
                item,
                (one, other) -> other.gain() > one.gain() ? other : one));
        return List.copyOf(acts.values());
    }

    private static String said(CompactionItem item, Words words) {
        return words.get(
                "smaller.said",
                words.formats().dateTime(item.endedAt() == null ? item.beganAt() : item.endedAt()),
                words.formats().bytes(item.bytesBefore()),
                words.formats().bytes(item.bytesAfter()));
    }
}
