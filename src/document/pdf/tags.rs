//! The structure of the document for who cannot see it.

use crate::document::Language;
use krilla::tagging::{BBox, Identifier, Node, TagGroup, TagKind, TagTree};

/// A node of the structure: the branch it is in, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeId {
    branch: usize,
    at: usize,
}

/// The structure of a part of the document while it grows: nodes in the order of reading.
#[derive(Debug, Default)]
pub(super) struct Branch {
    /// How many parts stand before it.
    number: usize,
    nodes: Vec<TagNode>,
    roots: Vec<NodeId>,
}

/// The structure of the document, and what of the pages belongs to each node.
#[derive(Debug, Default)]
pub(super) struct Tags {
    branches: Vec<Vec<TagNode>>,
    roots: Vec<NodeId>,
}

#[derive(Debug)]
struct TagNode {
    kind: TagKind,
    children: Vec<Child>,
}

#[derive(Debug)]
enum Child {
    Node(NodeId),
    Leaf(Identifier),
}

impl Branch {
    /// The branch with `number` others before it.
    pub(super) fn new(number: usize) -> Branch {
        Branch { number, nodes: Vec::new(), roots: Vec::new() }
    }

    /// A new node as the last child of another one; `None`: of the document.
    pub(super) fn add(&mut self, parent: Option<NodeId>, kind: impl Into<TagKind>) -> NodeId {
        let id = NodeId { branch: self.number, at: self.nodes.len() };
        self.nodes.push(TagNode { kind: kind.into(), children: Vec::new() });
        match parent.and_then(|parent| self.nodes.get_mut(parent.at)) {
            Some(parent) => parent.children.push(Child::Node(id)),
            None => self.roots.push(id),
        }
        id
    }

    /// The same, in a language of its own.
    pub(super) fn add_in(
        &mut self,
        parent: Option<NodeId>,
        kind: impl Into<TagKind>,
        language: Option<Language>,
    ) -> NodeId {
        let mut kind = kind.into();
        if let Some(language) = language {
            kind.as_any_mut().set_lang(Some(language.tag().to_owned()));
        }
        self.add(parent, kind)
    }
}

impl Tags {
    /// The branches in their order, from the first.
    pub(super) fn join(&mut self, branch: Branch) {
        self.branches.push(branch.nodes);
        self.roots.extend(branch.roots);
    }

    fn node(&mut self, id: NodeId) -> Option<&mut TagNode> {
        self.branches.get_mut(id.branch)?.get_mut(id.at)
    }

    /// Something on a page belongs to a node.
    pub(super) fn belongs(&mut self, node: NodeId, what: Identifier) {
        if let Some(node) = self.node(node) {
            node.children.push(Child::Leaf(what));
        }
    }

    /// Where a picture stands.
    pub(super) fn stands(&mut self, node: NodeId, at: BBox) {
        if let Some(TagNode { kind: TagKind::Figure(figure), .. }) = self.node(node) {
            figure.set_bbox(Some(at));
        }
    }

    /// The tree, as the file wants it.
    pub(super) fn into_tree(self, language: Language) -> TagTree {
        let branches = self.branches.into_iter().map(|nodes| nodes.into_iter().map(Some).collect());
        let mut nodes: Vec<Vec<Option<TagNode>>> = branches.collect();
        let mut tree = TagTree::new().with_lang(Some(language.tag().to_owned()));
        for root in self.roots {
            if let Some(group) = group(&mut nodes, root) {
                tree.push(group);
            }
        }
        tree
    }
}

/// A node with all below it; the tree is as deep as a document: table, part, row, cell, paragraph.
fn group(nodes: &mut [Vec<Option<TagNode>>], id: NodeId) -> Option<TagGroup> {
    let node = nodes.get_mut(id.branch)?.get_mut(id.at)?.take()?;
    let mut made = TagGroup::new(node.kind);
    for child in node.children {
        match child {
            Child::Leaf(identifier) => made.push(Node::from(identifier)),
            Child::Node(id) => {
                if let Some(group) = group(nodes, id) {
                    made.push(Node::from(group));
                }
            }
        }
    }
    Some(made)
}
