"""The message center's contract, made of its parts."""

from __future__ import annotations

from centers.message.data.articles import ArticleRepository
from centers.message.data.letters import LetterRepository
from centers.message.data.todos import TodoRepository
from centers.message.service.articles import Articles
from centers.message.service.letters import Letters
from centers.message.service.todos import Todos
from centers.user.contract.v1 import UserContract
from hsaf.spi.ids import Ids


class MessageCenter:
    """Implements :class:`centers.message.contract.v1.MessageContract`; every operation is one of a part's."""

    def __init__(self, user: UserContract | None, ids: Ids) -> None:
        rows = LetterRepository()
        letters = Letters(rows, user, ids)
        todos = Todos(TodoRepository(), rows)
        articles = Articles(ArticleRepository(), ids)
        self.add_todo = todos.add_todo
        self.note_review = todos.note_review
        self.reviews = todos.reviews
        self.close_todo = todos.close_todo
        self.todos = todos.todos
        self.counts = todos.counts
        self.tell = letters.tell
        self.publish = letters.publish
        self.letters = letters.letters
        self.letter = letters.letter
        self.letter_file = letters.letter_file
        self.read = letters.read
        self.read_all = letters.read_all
        self.remove = letters.remove
        self.send = letters.send
        self.reply = letters.reply
        self.subscriptions = letters.subscriptions
        self.subscribe = letters.subscribe
        self.unsubscribe = letters.unsubscribe
        self.columns = articles.columns
        self.save_column = articles.save_column
        self.remove_column = articles.remove_column
        self.articles = articles.articles
        self.article = articles.article
        self.publish_article = articles.publish_article
        self.withdraw_article = articles.withdraw_article
