package dev.adjoint.view.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.adjoint.view.Graph;
import dev.adjoint.view.Label;
import dev.adjoint.view.Node;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;

/**
 * Where everything stands, in pixels: operands above what is computed from them, a group around its members.
 *
 * @param boxes of the nodes, by number
 * @param frames of the groups, by number; an empty group has none
 * @param routes of the edges, node by node and operand by operand
 */
record Layout(double width, double height, List<Box> boxes, SortedMap<Integer, Box> frames, List<Route> routes) {
  static final int LINE = 17;
  static final int PADDING = 9;
  static final int HEADER = 26;
  private static final int STEP = 16;

  record Box(double x, double y, double width, double height) {
    Box up(double by) {
      return new Box(x, y - by, width, height);
    }
  }

  record Point(double x, double y) {
    Point up(double by) {
      return new Point(x, y - by);
    }
  }

  record Route(int from, int to, List<Point> points) {
  }

  record Size(double width, double height) {
  }

  /** Of the box around a node's label; in steps, so that layers which differ by a digit are drawn alike. */
  static Size size(Node node) {
    var lines = Label.of(node);
    double widest = lines.stream().mapToDouble(Layout::width).max().orElse(0);
    return new Size(STEP * Math.ceil(Math.max(44, widest) / STEP) + 2 * PADDING, lines.size() * LINE + PADDING + 3);
  }

  /** In the widest of the usual sans-serif fonts; the formula is bold, at 13 pixels, all else plain, at 12. */
  private static double width(Label.Line line) {
    double em = line.text().codePoints().mapToDouble(Layout::em).sum();
    return line.kind() == Label.Kind.FORMULA ? 13 * em : 12 * 0.93 * em;
  }

  private static double em(int c) {
    if ("iljtfI.,;:'|!()[]/ ".indexOf(c) >= 0) {
      return 0.46;
    }
    if ("mwMWOQ@%&<>=+".indexOf(c) >= 0 || c >= 0x2000) {
      return 1;
    }
    return Character.isUpperCase(c) ? 0.78 : 0.7;
  }

  /** As much of a group's name as fits into its frame, behind the mark of a page. */
  static String fitting(String name, Box frame) {
    int most = (int) ((frame.width() - 36) / 9);
    int[] characters = name.codePoints().toArray();
    return characters.length <= most ? name : new String(characters, 0, Math.max(1, most - 1)) + "…";
  }

  static Layout of(Graph graph) {
    return new Drawing(graph).layout();
  }

  private static final class Drawing {
    private final Graph graph;
    private final ElkLayout elk = new ElkLayout(ElkLayout.margin());
    private final Map<Integer, ElkNode> frames = new HashMap<>();
    private final List<ElkNode> boxes = new ArrayList<>();
    private final Map<Integer, ElkPort> exits = new HashMap<>(); // one for all edges that leave a node
    private final List<ElkEdge> edges = new ArrayList<>();

    Drawing(Graph graph) {
      this.graph = graph;
      for (var node : graph.nodes()) {
        var size = size(node);
        boxes.add(elk.ordered(node.group().isPresent() ? frame(node.group().getAsInt()) : elk.root, size.width(),
            size.height()));
      }
      for (var node : graph.nodes()) {
        for (var operand : node.operands()) {
          var exit = exits.computeIfAbsent(operand.node(), n -> ElkLayout.bottom(boxes.get(n)));
          edges.add(ElkLayout.edge(exit, ElkLayout.top(boxes.get(node.number()))));
        }
      }
    }

    private ElkNode frame(int group) {
      var known = frames.get(group);
      if (known != null) {
        return known;
      }
      var parent = graph.groups().get(group).parent();
      var frame = elk.frame(parent.isPresent() ? frame(parent.getAsInt()) : elk.root);
      frames.put(group, frame);
      return frame;
    }

    Layout layout() {
      elk.run();
      var placed = new TreeMap<Integer, Box>();
      frames.forEach((group, frame) -> placed.put(group, ElkLayout.box(frame)));
      var routes = new ArrayList<Route>();
      var edge = edges.iterator();
      for (var node : graph.nodes()) {
        for (var operand : node.operands()) {
          routes.add(new Route(operand.node(), node.number(), ElkLayout.points(edge.next())));
        }
      }
      return new Layout(elk.root.getWidth(), elk.root.getHeight(), boxes.stream().map(ElkLayout::box).toList(), placed,
          routes);
    }
  }
}
