package dev.profilekeep.portal.requests.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.container.ContainerKind;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.requests.RequestsService;
import dev.profilekeep.text.Visible;
import dev.profilekeep.ui.Symbol;
import dev.profilekeep.ui.SymbolIcon;
import java.util.Comparator;
import java.util.List;

/** First aid that the helpdesk asks for: a button for each container it can be done to, the safest first; nothing where none can. */
public final class FirstAidButtons extends Div {
    private static final long serialVersionUID = 1L;

    /** @param sent told when something was asked for */
    public FirstAidButtons(Words words, RequestsService requests, List<ContainerRow> containers, Runnable sent) {
        addClassName("my-actions");
        List<ContainerRow> helped = containers.stream()
                .filter(requests::mayAskFirstAid)
                .sorted(Comparator.comparing((ContainerRow row) -> row.kind() == ContainerKind.PROFILE))
                .toList();
        for (ContainerRow row : helped) {
            Remedy remedy = Remedy.firstAid(row);
            String name = remedy.name(false, words);
            Button button = new Button(name, new SymbolIcon(Symbol.REFRESH), click -> new FirstAidDialog(
                            words, requests, words.get("aid.titleOf", name, person(row)), List.of(remedy), false, sent)
                    .open());
            add(button);
        }
        setVisible(!helped.isEmpty());
    }

    /** Less than what stands beside it: the last resort. */
    public FirstAidButtons tertiary() {
        getChildren().filter(Button.class::isInstance).forEach(button -> ((Button) button).addThemeNames("tertiary"));
        return this;
    }

    private static String person(ContainerRow row) {
        return Visible.isolated(row.account().isEmpty() ? row.sid() : row.account());
    }
}
