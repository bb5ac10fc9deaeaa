package dev.profilekeep.portal.base.ui;

import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import dev.profilekeep.audit.GivenReason;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where somebody says something in their own words: as much of it as is kept, with room for more than a line. */
public final class SaidField extends TextArea {
    private static final long serialVersionUID = 1L;

    /** @param needed whether something must be said */
    public SaidField(String label, boolean needed) {
        super(label);
        setMaxLength(GivenReason.LONGEST);
        setWidthFull();
        setMinHeight("6rem");
        setMaxHeight("14rem");
        setRequiredIndicatorVisible(needed);
    }

    /**
     * @param needed whether something must be said
     * @param typed told at every key
     */
    public SaidField(String label, boolean needed, Runnable typed) {
        this(label, needed);
        setValueChangeMode(ValueChangeMode.EAGER);
        addValueChangeListener(change -> typed.run());
    }

    /** What was said, as one line: where a line ended, a blank. */
    public String said() {
        return Pattern.compile("\\R")
                .splitAsStream(getValue())
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
