package dev.profilekeep.portal.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import org.springframework.boot.jackson.JsonComponent;

/** A text in a body. A number, true or false is none. Half of a surrogate pair is refused: it is no character, and cannot be written as UTF-8 again. */
@JsonComponent
class BodyText extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    BodyText() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken().isScalarValue() && !parser.hasToken(JsonToken.VALUE_STRING)) {
            throw MismatchedInputException.from(parser, String.class, "no text");
        }
        String text = StringDeserializer.instance.deserialize(parser, context);
        if (text.codePoints().anyMatch(BodyText::isHalf)) {
            throw InvalidFormatException.from(parser, "half of a surrogate pair", "", String.class);
        }
        return text;
    }

    private static boolean isHalf(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
