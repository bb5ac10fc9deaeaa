package dev.profilekeep.security.saml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opensaml.core.xml.XMLObject;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Attribute;
import org.opensaml.saml.saml2.core.AttributeStatement;
import org.w3c.dom.Element;

/** The attributes of an assertion as text, by name; names that come twice are put together. */
final class Attributes {

    private final Map<String, List<String>> byName = new LinkedHashMap<>();

    Attributes(Assertion assertion) {
        for (AttributeStatement statement : assertion.getAttributeStatements()) {
            for (Attribute attribute : statement.getAttributes()) {
                if (attribute.getName() != null) {
                    List<String> values = byName.computeIfAbsent(attribute.getName(), name -> new ArrayList<>());
                    attribute.getAttributeValues().forEach(value -> text(value).ifPresent(values::add));
                }
            }
        }
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** The values of the first of these names that has any. */
    List<String> firstOf(List<String> names) {
        return names.stream()
                .map(name -> byName.getOrDefault(name, List.of()))
                .filter(values -> !values.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** The values of all of these names. */
    Set<String> allOf(List<String> names) {
        Set<String> values = new LinkedHashSet<>();
        names.forEach(name -> values.addAll(byName.getOrDefault(name, List.of())));
        return values;
    }

    private static Optional<String> text(XMLObject value) {
        Element element = value.getDOM();
        return Optional.ofNullable(element)
                .map(Element::getTextContent)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
