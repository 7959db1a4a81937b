package dev.adjoint.view.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.adjoint.view.Graph;
import dev.adjoint.view.Label;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Where everything stands, in pixels: operands above what is computed from them, a group around its members.
 *
 * @param boxes of the nodes, by number
 * @param frames of the groups, by number; an empty group has none
 * @param routes of the edges, node by node and operand by operand
 */
record Layout(double width, double height, List<Box> boxes, Map<Integer, Box> frames, List<Route> routes) {
  static final int LINE = 17;
  static final int PADDING = 9;
  static final int HEADER = 26;
  private static final int GAP = 26;

  record Box(double x, double y, double width, double height) {
  }

  record Point(double x, double y) {
  }

  record Route(int from, int to, List<Point> points) {
  }

  private static final LayoutMetaDataService SERVICE = LayoutMetaDataService.getInstance();

  static {
    SERVICE.registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  /** In the widest of the usual sans-serif fonts; the formula is bold, at 13 pixels, all else plain, at 12. */
  private static double width(Label.Line line) {
    double em = line.text().codePoints().mapToDouble(Layout::em).sum();
    return line.kind() == Label.Kind.FORMULA ? 13 * em : 12 * 0.93 * em;
  }

  /** As much of a group's name as fits into its frame, behind the mark of a page. */
  static String fitting(String name, Box frame) {
    int most = (int) ((frame.width() - 36) / 9);
    int[] characters = name.codePoints().toArray();
    return characters.length <= most ? name : new String(characters, 0, Math.max(1, most - 1)) + "…";
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

  static Layout of(Graph graph) {
    return new Elk(graph).layout();
  }

  /** The same graph in ELK's terms. */
  private static final class Elk {
    private final Graph graph;
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<Integer, ElkNode> frames = new HashMap<>();
    private final List<ElkNode> boxes = new ArrayList<>();
    private final List<ElkEdge> edges = new ArrayList<>();

    Elk(Graph graph) {
      this.graph = graph;
      root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
      root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
      root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
      root.setProperty(CoreOptions.PADDING, new ElkPadding(GAP / 2.0));
      space(root);
      for (var node : graph.nodes()) {
        var box = ElkGraphUtil.createNode(node.group().isPresent() ? frame(node.group().getAsInt()) : root);
        var lines = Label.of(node);
        double widest = lines.stream().mapToDouble(Layout::width).max().orElse(0);
        box.setDimensions(Math.max(44, Math.ceil(widest)) + 2 * PADDING, lines.size() * LINE + PADDING + 3);
        boxes.add(box);
      }
      for (var node : graph.nodes()) {
        var box = boxes.get(node.number());
        box.setProperty(CoreOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_ORDER);
        for (var operand : node.operands()) {
          edges.add(ElkGraphUtil.createSimpleEdge(out(boxes.get(operand.node())), port(box, PortSide.NORTH)));
        }
      }
    }

    /** Operands arrive in their order, from left to right. */
    private static ElkPort port(ElkNode box, PortSide side) {
      var port = ElkGraphUtil.createPort(box);
      port.setProperty(CoreOptions.PORT_SIDE, side);
      port.setProperty(CoreOptions.PORT_INDEX, box.getPorts().size());
      return port;
    }

    private static ElkPort out(ElkNode box) {
      return box.getPorts().stream().filter(port -> port.getProperty(CoreOptions.PORT_SIDE) == PortSide.SOUTH)
          .findFirst()
          .orElseGet(() -> port(box, PortSide.SOUTH));
    }

    private static void space(ElkNode frame) {
      frame.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
      frame.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
      frame.setProperty(CoreOptions.SPACING_NODE_NODE, (double) GAP);
      frame.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, GAP + 6.0);
      frame.setProperty(LayeredOptions.SPACING_EDGE_NODE, GAP / 2.0);
    }

    private ElkNode frame(int group) {
      var known = frames.get(group);
      if (known != null) {
        return known;
      }
      var parent = graph.groups().get(group).parent();
      var frame = ElkGraphUtil.createNode(parent.isPresent() ? frame(parent.getAsInt()) : root);
      frame.setProperty(CoreOptions.PADDING, new ElkPadding(HEADER + 10.0, 14.0, 14.0, 14.0));
      space(frame);
      frames.put(group, frame);
      return frame;
    }

    Layout layout() {
      new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
      var placed = new HashMap<Integer, Box>();
      frames.forEach((group, frame) -> placed.put(group, box(frame)));
      var routes = new ArrayList<Route>();
      var edge = edges.iterator();
      for (var node : graph.nodes()) {
        for (var operand : node.operands()) {
          routes.add(new Route(operand.node(), node.number(), points(edge.next())));
        }
      }
      return new Layout(root.getWidth(), root.getHeight(), boxes.stream().map(Elk::box).toList(), placed, routes);
    }

    private static Box box(ElkNode node) {
      var corner = offset(node);
      return new Box(corner.x, corner.y, node.getWidth(), node.getHeight());
    }

    /** ELK counts from the corner of the enclosing node. */
    private static Point offset(ElkNode node) {
      double x = 0;
      double y = 0;
      for (var n = node; n != null; n = n.getParent()) {
        x += n.getX();
        y += n.getY();
      }
      return new Point(x, y);
    }

    private static List<Point> points(ElkEdge edge) {
      var corner = offset(edge.getContainingNode());
      var points = new ArrayList<Point>();
      for (var section : edge.getSections()) {
        points.add(new Point(corner.x + section.getStartX(), corner.y + section.getStartY()));
        section.getBendPoints().forEach(bend -> points.add(new Point(corner.x + bend.getX(), corner.y + bend.getY())));
        points.add(new Point(corner.x + section.getEndX(), corner.y + section.getEndY()));
      }
      return points;
    }
  }
}
