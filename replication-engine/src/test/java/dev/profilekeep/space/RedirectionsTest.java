package dev.profilekeep.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profilekeep.disk.Progress;
import dev.profilekeep.disk.info.Containers;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class RedirectionsTest {
    private static SpaceUse use() throws Exception {
        return SpaceUse.of(Containers.open(Fixtures.ownImage("folders.vhdx")), Progress.NONE);
    }

    private static Document parsed(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> excludes(Document document) {
        var all = new ArrayList<Element>();
        var found = document.getElementsByTagName("Exclude");
        for (int i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    @Test
    void the_document_is_well_formed_and_says_what_saves_most_first() throws Exception {
        Redirections lines = Redirections.of(use(), 100 << 10);
        Document document = parsed(lines.document());
        Element root = document.getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("FrxProfileFolderRedirection");
        assertThat(root.getAttribute("ExcludeCommonFolders")).isEqualTo("0");
        assertThat(excludes(document))
                .hasSize(8)
                .allMatch(line -> line.getAttribute("Copy").equals("0"))
                .extracting(Element::getTextContent)
                .containsExactlyElementsOf(lines.exclusions().stream()
                        .map(SpaceUse.Exclusion::path)
                        .toList())
                .allMatch(path -> path.startsWith("AppData\\"));
        assertThat(lines.bytes())
                .isEqualTo(lines.exclusions().stream()
                        .mapToLong(SpaceUse.Exclusion::bytes)
                        .sum());
    }

    @Test
    void no_folder_is_inside_another_that_is_left_out() throws Exception {
        List<String> paths = Redirections.of(use(), 0).exclusions().stream()
                .map(one -> one.path() + "\\")
                .toList();
        assertThat(paths).hasSizeGreaterThan(5).allSatisfy(path -> assertThat(paths)
                .noneMatch(other -> !other.equals(path) && path.startsWith(other)));
    }

    @Test
    void what_is_small_is_not_worth_a_line_and_an_empty_document_is_one_too() throws Exception {
        Redirections lines = Redirections.of(use(), Redirections.WORTH);
        assertThat(lines.exclusions()).isEmpty();
        assertThat(excludes(parsed(lines.document()))).isEmpty();
        assertThat(lines.bytes()).isZero();
    }

    @Test
    void letters_that_mean_something_in_xml_are_written_so_that_they_mean_nothing() {
        assertThat(Redirections.line(new SpaceUse.Exclusion(Category.TEMP, "A & B\\<C>", 1, 1)))
                .isEqualTo("<Exclude Copy=\"0\">A &amp; B\\&lt;C&gt;</Exclude>");
    }
}
