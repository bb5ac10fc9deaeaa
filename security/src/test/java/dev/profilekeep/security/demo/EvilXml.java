package dev.profilekeep.security.demo;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Signature wrapping: the signed element stays somewhere in the document with a signature that is right, while another
 * element stands where the receiver reads. The numbers are those of Somorovsky et al., "On Breaking SAML" (2012), as
 * later tools counted them.
 */
enum EvilXml {
    RESPONSE_INSIDE_ITS_SIGNATURE(true, "Current Node Response is not permitted") {
        @Override
        void wrap(Document document) {
            Element response = document.getDocumentElement();
            Element original = (Element) response.cloneNode(true);
            remove(signatureOf(original));
            evil(response);
            signatureOf(response).appendChild(original);
        }
    },
    RESPONSE_BEFORE_ITS_SIGNATURE(true, "Invalid signature for object [_evil]") {
        @Override
        void wrap(Document document) {
            Element response = document.getDocumentElement();
            Element original = (Element) response.cloneNode(true);
            remove(signatureOf(original));
            evil(response);
            response.insertBefore(original, signatureOf(response));
        }
    },
    EVIL_ASSERTION_FIRST(false, "the response holds 2 readable assertions") {
        @Override
        void wrap(Document document) {
            Element original = assertion(document);
            Element evil = (Element) original.cloneNode(true);
            remove(signatureOf(evil));
            evil(evil);
            original.getParentNode().insertBefore(evil, original);
        }
    },
    EVIL_ASSERTION_FIRST_WITH_THE_SAME_ID(false, "the response holds 2 readable assertions") {
        @Override
        void wrap(Document document) {
            Element original = assertion(document);
            String id = original.getAttribute("ID");
            Element evil = (Element) original.cloneNode(true);
            remove(signatureOf(evil));
            evil(evil);
            evil.setAttribute("ID", id);
            original.getParentNode().insertBefore(evil, original);
        }
    },
    EVIL_ASSERTION_LAST(false, "the response holds 2 readable assertions") {
        @Override
        void wrap(Document document) {
            Element original = assertion(document);
            Element evil = (Element) original.cloneNode(true);
            remove(signatureOf(evil));
            evil(evil);
            original.getParentNode().appendChild(evil);
        }
    },
    EVIL_ASSERTION_AROUND_THE_SIGNED_ONE(false, "unsigned") {
        @Override
        void wrap(Document document) {
            Element original = assertion(document);
            Element evil = (Element) original.cloneNode(true);
            remove(signatureOf(evil));
            evil(evil);
            original.getParentNode().replaceChild(evil, original);
            evil.appendChild(original);
        }
    },
    EVIL_ASSERTION_KEEPS_THE_SIGNATURE(false, "the response holds 2 readable assertions") {
        @Override
        void wrap(Document document) {
            Element evil = assertion(document);
            Element original = (Element) evil.cloneNode(true);
            remove(signatureOf(original));
            evil(evil);
            evil.getParentNode().appendChild(original);
        }
    },
    SIGNED_ASSERTION_INSIDE_THE_SIGNATURE(false, "Current Node Assertion is not permitted") {
        @Override
        void wrap(Document document) {
            Element evil = assertion(document);
            Element original = (Element) evil.cloneNode(true);
            remove(signatureOf(original));
            evil(evil);
            signatureOf(evil).appendChild(original);
        }
    },
    EVIL_ASSERTION_IN_THE_EXTENSIONS(false, "") {
        @Override
        void wrap(Document document) {
            Element original = assertion(document);
            Element evil = (Element) original.cloneNode(true);
            remove(signatureOf(evil));
            evil.getElementsByTagNameNS(SAML, "NameID").item(0).setTextContent(VICTIM);
            Element extensions = document.createElementNS(PROTOCOL, "saml2p:Extensions");
            extensions.appendChild(evil);
            Element response = document.getDocumentElement();
            response.insertBefore(
                    extensions,
                    response.getElementsByTagNameNS(PROTOCOL, "Status").item(0));
        }

        @Override
        boolean readsTheSignedOne() {
            return true;
        }
    },
    SIGNED_ASSERTION_IN_AN_OBJECT_OF_THE_SIGNATURE(false, "Invalid signature for object [_evil]") {
        @Override
        void wrap(Document document) {
            Element evil = assertion(document);
            Element original = (Element) evil.cloneNode(true);
            remove(signatureOf(original));
            evil(evil);
            Element object = document.createElementNS(DSIG, "ds:Object");
            object.appendChild(original);
            signatureOf(evil).appendChild(object);
        }
    };

    static final String VICTIM = "ada@demo.example";
    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";

    private final boolean signedResponse;
    private final String reason;

    EvilXml(boolean signedResponse, String reason) {
        this.signedResponse = signedResponse;
        this.reason = reason;
    }

    /** What it is refused for. */
    String reason() {
        return reason;
    }

    /** Whether it starts from a signed response; from a signed assertion otherwise. */
    boolean signedResponse() {
        return signedResponse;
    }

    /** Whether a receiver that is not fooled may take the signed assertion, rather than refuse it all. */
    boolean readsTheSignedOne() {
        return false;
    }

    abstract void wrap(Document document);

    String wrap(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document =
                factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        wrap(document);
        Transformer transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter text = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(text));
        return text.toString();
    }

    /** Another ID and another person. */
    private static void evil(Element element) {
        element.setAttribute("ID", "_evil");
        element.getElementsByTagNameNS(SAML, "NameID").item(0).setTextContent(VICTIM);
    }

    private static Element assertion(Document document) {
        return (Element) document.getElementsByTagNameNS(SAML, "Assertion").item(0);
    }

    private static Element signatureOf(Element element) {
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (DSIG.equals(child.getNamespaceURI()) && "Signature".equals(child.getLocalName())) {
                return (Element) child;
            }
        }
        throw new AssertionError("not signed: " + element.getNodeName());
    }

    private static void remove(Element element) {
        element.getParentNode().removeChild(element);
    }
}
