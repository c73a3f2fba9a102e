package dev.understudy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.testng.annotations.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What Maven Central asks of each module that is released. */
public class PomsTest {

    private static final Path ROOT = Path.of("../..");

    @Test
    public void theParentSaysWhatAllHaveInCommon() throws Exception {
        Pom parent = Pom.read(ROOT);
        for (String wanted : List.of(
                "groupId",
                "version",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "scm/connection",
                "scm/developerConnection",
                "scm/url",
                "url")) {
            assertFalse(parent.text(wanted).isEmpty(), wanted);
        }
        for (String place : List.of("url", "scm/url", "scm/connection", "scm/developerConnection")) {
            assertTrue(parent.text(place).contains("${public.url}"), place);
        }
    }

    @Test
    public void eachModuleHasANameAndADescriptionOfItsOwn() throws Exception {
        Map<String, Path> names = new TreeMap<>();
        Map<String, Path> descriptions = new TreeMap<>();
        List<Path> folders = folders(ROOT);
        assertTrue(folders.size() >= 12, folders.toString());
        for (Path folder : folders) {
            Pom pom = Pom.read(folder);
            assertFalse(pom.text("name").isEmpty(), folder + " has no name");
            assertFalse(pom.text("description").isEmpty(), folder + " has no description");
            assertEquals(names.put(pom.text("name"), folder), null, folder.toString());
            assertEquals(descriptions.put(pom.text("description"), folder), null, folder.toString());
            if (!folder.equals(ROOT)) {
                for (String parents : List.of("url", "licenses", "developers", "scm", "version")) {
                    assertTrue(pom.text(parents).isEmpty(), folder + " has " + parents + " of its own");
                }
            }
        }
    }

    /** Until 1.0 anything may change; from then on what breaks somebody's code fails the build. */
    @Test
    public void theApiIsCheckedStrictlyFromOneOn() throws Exception {
        Pom parent = Pom.read(ROOT);
        boolean before = parent.text("version").startsWith("0.");
        assertEquals(parent.text("properties/api.strict"), before ? "false" : "true");
    }

    private static List<Path> folders(Path folder)
            throws IOException, SAXException, ParserConfigurationException, XPathExpressionException {
        List<Path> all = new ArrayList<>(List.of(folder));
        for (String module : Pom.read(folder).texts("modules/module")) {
            all.addAll(folders(folder.resolve(module)));
        }
        return all;
    }

    private record Pom(Document document) {

        static Pom read(Path folder) throws IOException, SAXException, ParserConfigurationException {
            return new Pom(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(folder.resolve("pom.xml").toFile()));
        }

        String text(String path) throws XPathExpressionException {
            return String.join(" ", texts(path));
        }

        List<String> texts(String path) throws XPathExpressionException {
            NodeList nodes = (NodeList) XPathFactory.newInstance()
                    .newXPath()
                    .evaluate("/project/" + path, document, XPathConstants.NODESET);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent().strip());
            }
            return texts;
        }
    }
}
