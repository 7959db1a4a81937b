package dev.adjoint.view.page;

import java.util.ArrayList;
import java.util.List;

import dev.adjoint.view.page.Layout.Box;
import dev.adjoint.view.page.Layout.Point;
import org.eclipse.elk.alg.layered.options.LayerConstraint;
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
import org.eclipse.elk.graph.ElkConnectableShape;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** What layouts ask of ELK: layers from the top down, edges of vertical and horizontal pieces, frames around groups. */
final class ElkLayout {
  static final double BORDER = 14;
  static final double BORDER_TOP = Layout.HEADER + 10.0;
  private static final int GAP = 26;

  static {
    LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
  }

  final ElkNode root = ElkGraphUtil.createGraph();

  ElkLayout(ElkPadding padding) {
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
    root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    root.setProperty(CoreOptions.PADDING, padding);
    space(root);
  }

  /** Around the whole drawing. */
  static ElkPadding margin() {
    return new ElkPadding(GAP / 2.0);
  }

  /** Between a frame and what is in it, with its name above. */
  static ElkPadding border() {
    return new ElkPadding(BORDER_TOP, BORDER, BORDER, BORDER);
  }

  private static void space(ElkNode frame) {
    frame.setProperty(LayeredOptions.NODE_PLACEMENT_STRATEGY, NodePlacementStrategy.NETWORK_SIMPLEX);
    frame.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    frame.setProperty(CoreOptions.SPACING_NODE_NODE, (double) GAP);
    frame.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, GAP + 6.0);
    frame.setProperty(LayeredOptions.SPACING_EDGE_NODE, GAP / 2.0);
  }

  ElkNode frame(ElkNode parent) {
    var frame = ElkGraphUtil.createNode(parent);
    frame.setProperty(CoreOptions.PADDING, border());
    space(frame);
    return frame;
  }

  /** A box whose edges arrive in the order in which they are made, from left to right. */
  ElkNode ordered(ElkNode parent, double width, double height) {
    return box(parent, width, height, PortConstraints.FIXED_ORDER);
  }

  /** A box whose edges arrive and leave in any order. */
  ElkNode free(double width, double height) {
    return box(root, width, height, PortConstraints.FIXED_SIDE);
  }

  private static ElkNode box(ElkNode parent, double width, double height, PortConstraints constraints) {
    var box = ElkGraphUtil.createNode(parent);
    box.setDimensions(width, height);
    box.setProperty(CoreOptions.PORT_CONSTRAINTS, constraints);
    return box;
  }

  /** A point of the upper border where an edge comes in, or of the lower one where it goes out. */
  ElkNode gate(boolean in) {
    var gate = box(root, 1, 1, PortConstraints.FIXED_SIDE);
    gate.setProperty(LayeredOptions.LAYERING_LAYER_CONSTRAINT, in ? LayerConstraint.FIRST : LayerConstraint.LAST);
    return gate;
  }

  static ElkPort top(ElkNode box) {
    return port(box, PortSide.NORTH);
  }

  static ElkPort bottom(ElkNode box) {
    return port(box, PortSide.SOUTH);
  }

  private static ElkPort port(ElkNode box, PortSide side) {
    var port = ElkGraphUtil.createPort(box);
    port.setProperty(CoreOptions.PORT_SIDE, side);
    port.setProperty(CoreOptions.PORT_INDEX, box.getPorts().size());
    return port;
  }

  static ElkEdge edge(ElkConnectableShape from, ElkConnectableShape to) {
    return ElkGraphUtil.createSimpleEdge(from, to);
  }

  void run() {
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
  }

  static Box box(ElkNode node) {
    var corner = offset(node);
    return new Box(corner.x(), corner.y(), node.getWidth(), node.getHeight());
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

  static List<Point> points(ElkEdge edge) {
    var corner = offset(edge.getContainingNode());
    var points = new ArrayList<Point>();
    for (var section : edge.getSections()) {
      points.add(new Point(corner.x() + section.getStartX(), corner.y() + section.getStartY()));
      section.getBendPoints()
          .forEach(bend -> points.add(new Point(corner.x() + bend.getX(), corner.y() + bend.getY())));
      points.add(new Point(corner.x() + section.getEndX(), corner.y() + section.getEndY()));
    }
    return points;
  }
}
