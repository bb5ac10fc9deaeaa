package dev.profilekeep.portal.requests.ui;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.profilekeep.catalog.ContainerRow;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.requests.RequestsService;
import java.util.List;

/** For those who help: why no whole disk is brought back or put aside under Cloud Cache, and what can be done; nothing where that is not so. */
public final class CloudCacheNote extends Div {
    private static final long serialVersionUID = 1L;

    /** @param administrator is told of the setting, too */
    public CloudCacheNote(Words words, RequestsService requests, List<ContainerRow> containers, boolean administrator) {
        setVisible(containers.stream().anyMatch(requests::isHeldByCloudCache));
        if (isVisible()) {
            add(new Paragraph(words.get("requests.cloudCache")));
            if (administrator) {
                add(new Paragraph(words.get("requests.cloudCache.setting")));
            }
        }
    }
}
