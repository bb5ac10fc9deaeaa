package dev.profilekeep.portal.files.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.restore.files.SnapshotEntry;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Entries of a folder, or what a search found: each with a box to choose it and a button that opens it. More of them come when asked for. */
final class EntryList extends Div {
    private static final long serialVersionUID = 1L;
    private static final int PAGE = 100;

    private final transient Words words;
    private final transient Consumer<SnapshotEntry> opened;
    private final transient Runnable chose;
    private final transient Map<String, SnapshotEntry> chosen = new LinkedHashMap<>();
    private transient List<SnapshotEntry> entries = List.of();
    private transient boolean withFolder;
    private int shown = PAGE;

    /**
     * @param opened told what was pressed
     * @param chose told when something was chosen, or is not any more
     */
    EntryList(Words words, Consumer<SnapshotEntry> opened, Runnable chose) {
        this.words = words;
        this.opened = opened;
        this.chose = chose;
        addClassName("files-entries");
    }

    /** @param withFolder whether each says where it lies */
    void show(List<SnapshotEntry> these, boolean withFolder) {
        this.entries = List.copyOf(these);
        this.withFolder = withFolder;
        shown = PAGE;
        draw();
    }

    /** What is chosen, wherever it lies. */
    List<SnapshotEntry> chosen() {
        return List.copyOf(chosen.values());
    }

    /** Chooses one more. */
    void choose(SnapshotEntry entry) {
        chosen.put(entry.path(), entry);
        draw();
        chose.run();
    }

    void chooseNothing() {
        chosen.clear();
        draw();
        chose.run();
    }

    private void draw() {
        removeAll();
        UnorderedList list = new UnorderedList();
        list.addClassName("files-list");
        entries.stream().limit(shown).map(this::row).forEach(list::add);
        add(list);
        if (entries.size() > shown) {
            add(new Button(words.get("files.more", entries.size() - shown), click -> {
                shown += PAGE;
                draw();
            }));
        }
    }

    private ListItem row(SnapshotEntry entry) {
        String name = EntryWords.name(entry, words);
        boolean folder = entry.kind() == SnapshotEntry.Kind.FOLDER;
        ListItem row = new ListItem();
        row.addClassName("files-row");
        if (withFolder) {
            row.addClassName("files-found");
        }
        Checkbox box = new Checkbox(chosen.containsKey(entry.path()));
        box.setAriaLabel(words.get("files.choose", name));
        box.setEnabled(folder || entry.isReadable());
        box.addValueChangeListener(change -> {
            if (change.getValue()) {
                chosen.put(entry.path(), entry);
            } else {
                chosen.remove(entry.path());
            }
            chose.run();
        });
        Component label;
        if (folder || entry.kind() == SnapshotEntry.Kind.FILE) {
            Button open = new Button(name, click -> opened.accept(entry));
            open.addThemeNames("tertiary");
            open.addClassName("files-name");
            if (folder) {
                open.setIcon(new SymbolIcon(Symbol.CHEVRON_RIGHT));
            }
            label = open;
        } else {
            Span plain = new Span(name);
            plain.addClassName("files-name");
            label = plain;
        }
        Span about =
                new Span((withFolder ? EntryWords.folder(entry, words) + " · " : "") + EntryWords.about(entry, words));
        about.addClassNames("files-about", "pk-secondary");
        row.add(box, label, about);
        return row;
    }
}
