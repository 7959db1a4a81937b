package dev.adjoint.view.page;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;

import dev.adjoint.view.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SvgTest {
  @TempDir
  private Path folder;

  private static Document parsed(Graph graph) throws Exception {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder()
        .parse(new InputSource(new StringReader(Svg.of(graph))));
  }

  private static List<Element> all(Document svg, String tag) {
    var elements = new ArrayList<Element>();
    var list = svg.getElementsByTagName(tag);
    for (int i = 0; i < list.getLength(); i++) {
      elements.add((Element) list.item(i));
    }
    return elements;
  }

  private static List<String> texts(Document svg, String kind) {
    return all(svg, "text").stream().filter(e -> e.getAttribute("class").equals(kind)).map(Element::getTextContent)
        .toList();
  }

  @Test
  void everyNodeIsABoxWithItsNumbers() throws Exception {
    var svg = parsed(Graphs.expression());
    assertEquals(List.of("x", "y", "q = x + y", "z", "f = q · z"), texts(svg, "formula"));
    assertEquals(List.of("-2", "5", "3", "-4", "-12"), texts(svg, "value"));
    assertEquals(List.of("∇ -4", "∇ -4", "∇ -4", "∇ 3", "∇ 1"), texts(svg, "gradient"));
    assertEquals(4, all(svg, "path").stream().filter(e -> e.getAttribute("class").equals("edge")).count());
  }

  @Test
  void contentIsText() throws Exception {
    var svg = parsed(Graphs.hostile());
    assertEquals(0, svg.getElementsByTagName("script").getLength());
    assertTrue(texts(svg, "name").getFirst().startsWith("</title></script>"));
  }

  @Test
  void operandsStandAboveWhatIsComputedFromThemAndLeftOfTheNextOne() {
    var graph = Graphs.network(3);
    var layout = Layout.of(graph);
    for (var route : layout.routes()) {
      var from = layout.boxes().get(route.from());
      assertTrue(from.y() + from.height() < layout.boxes().get(route.to()).y());
      assertEquals(from.y() + from.height(), route.points().getFirst().y(), 0.5);
      assertEquals(layout.boxes().get(route.to()).y(), route.points().getLast().y(), 0.5);
    }
    for (var node : graph.nodes()) {
      node.group().ifPresent(group -> {
        var frame = layout.frames().get(group);
        var box = layout.boxes().get(node.number());
        assertTrue(box.x() > frame.x() && box.x() + box.width() < frame.x() + frame.width()
            && box.y() > frame.y() && box.y() + box.height() < frame.y() + frame.height());
      });
    }
    var ends = layout.routes().stream().filter(r -> r.to() == 2).map(r -> r.points().getLast().x()).toList();
    assertTrue(ends.get(0) < ends.get(1));
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() throws IOException {
    var svg = folder.resolve("graph.svg");
    Svg.write(Graphs.expression(), svg);
    assertEquals(Svg.of(Graphs.expression()), Files.readString(svg));
    var missing = folder.resolve("missing").resolve("graph.svg");
    var e = assertThrows(UncheckedIOException.class, () -> Svg.write(Graphs.expression(), missing));
    assertTrue(e.getMessage().contains(missing.toString()), e.getMessage());
  }
}
