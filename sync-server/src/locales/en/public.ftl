# The public page: following a request up by the code on its receipt.

public-title = Follow up a request
public-larger = Larger text
public-normal = Normal text
public-code = Follow-up code
public-code-hint = 16 letters and digits on the receipt, such as { $example }
public-look = Show the request
public-another = Follow up another request
public-who = Only someone with the code sees this page, so keep the receipt. It shows no name and no amount.
public-ask = If you have a question, contact the branch.
public-unknown-title = We did not find the request
public-busy-title = Try again in a moment
public-busy = There are too many attempts now. Wait a minute, then try again.
public-not-found-title = There is no page at this address
public-not-found = To follow your request up, enter the code on the receipt.
