package dev.profilekeep.portal.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.profilekeep.text.Visible;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a body, in words of JSON and without a word of the code behind it. */
final class UnreadableBody {
    private UnreadableBody() {}

    /** @param cause why it could not be read; null if there was none */
    static String words(@Nullable Throwable cause) {
        if (cause instanceof JsonProcessingException twice
                && twice.getOriginalMessage() != null
                && twice.getOriginalMessage().startsWith("Duplicate field")) {
            return "a field stands twice in the body" + place(twice.getLocation());
        }
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return "there is no field " + field(unknown.getPath());
        }
        if (cause instanceof InvalidFormatException half
                && half.getTargetType() == String.class
                && !half.getPath().isEmpty()) {
            return field(half.getPath()) + " must be a text of whole characters: half of a surrogate pair stands alone";
        }
        if (cause instanceof MismatchedInputException mismatch
                && !mismatch.getPath().isEmpty()) {
            return field(mismatch.getPath()) + " must be " + kind(mismatch.getTargetType());
        }
        if (cause instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return field(mapping.getPath()) + " cannot be read";
        }
        if (cause instanceof MismatchedInputException) {
            return "the body must be a JSON object, such as {}";
        }
        if (cause instanceof JsonProcessingException broken) {
            return "the body is not JSON" + place(broken.getLocation());
        }
        return "a body is missing: send a JSON object, such as {}";
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String field(List<JsonMappingException.Reference> path) {
        return Visible.oneLine(path.stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining(".")));
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "of another kind";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == String.class) {
            return "a text";
        }
        if (Set.of(Integer.class, int.class, Long.class, long.class).contains(type)) {
            return "a whole number";
        }
        return Number.class.isAssignableFrom(type) || type.isPrimitive()
                ? "a number"
                : "of the kind " + type.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
